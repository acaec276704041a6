"""The desktop app's package in a Debian 12 that has nothing of ours: installed by apt, then everything that tests/installed wants of
an installed app, under Xvfb, as a user who is nobody special; removed without a trace.

usage: desktop_test.py [NAME...]
"""

import pathlib
import shutil
import time
import unittest

from debs import deb
from machine import HERE, Machine, download, fresh_root

TESTS = HERE.parent
FAKE_DESKTOP = TESTS.parent / "build/debug/bin/parlance-fakedesktop"
# What the test itself needs of Debian.
TOOLS = "nodejs xvfb xdotool x11-utils libglib2.0-bin desktop-file-utils dbus-daemon".split()


class DesktopTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        files = [deb("parlance"), deb("parlance-server")]
        cls.machine = cls.enterClassContext(Machine(download(fresh_root(), files, TOOLS)))
        for file in [*files, FAKE_DESKTOP]:
            shutil.copy(file, cls.machine.share)
        for part in ("installed", "support", "protocol", "tray", "desktop", "node_modules/ws"):
            shutil.copytree(TESTS / part, cls.machine.share / "tests" / part)
        shutil.copy(TESTS / "package.json", cls.machine.share / "tests")

    def ours(self):
        found = self.machine.run("find / -xdev -path '/mnt/*' -prune -o -path '/var/lib/*' -prune -o -iname '*parlance*' -print")
        return set(found.splitlines())

    def test_1_installed_it_is_the_app_that_desktops_expect(self):
        begin = time.monotonic()
        self.machine.run("apt-get install -y /mnt/parlance_*.deb")
        print(f"    installed in {time.monotonic() - begin:.1f} s, without fetching what it depends on", flush=True)
        self.assertTrue(self.ours())
        self.machine.run(f"apt-get install -y /mnt/parlance-server_*.deb {' '.join(TOOLS)} && useradd --create-home somebody")
        done = self.machine.run(
            "cd /home/somebody && runuser -u somebody -- env PARLANCED=/usr/bin/parlanced FAKE_DESKTOP=/mnt/parlance-fakedesktop "
            "/mnt/tests/installed/as_installed package node --test --test-reporter=spec /mnt/tests/installed/desktop.test.mjs"
        )
        print("\n".join(f"    {line}" for line in done.splitlines() if line.startswith(("✔", "✖"))))
        self.assertRegex(done, r"(?m)^ℹ pass [1-9]")
        self.assertRegex(done, r"(?m)^ℹ skipped 0$")

    def test_2_purged_it_leaves_nothing(self):
        self.machine.run("apt-get purge -y parlance parlance-server")
        self.machine.run("rm -rf /var/backups/parlance")  # the server's, see installed_test.py
        self.assertEqual({path for path in self.ours() if not pathlib.Path(path).is_relative_to("/mnt")}, set())


if __name__ == "__main__":
    unittest.main(verbosity=2, failfast=True)
