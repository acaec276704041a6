"""What is in the RPMs that packaging/rpm/build has made: rpms_test.py FOLDER [NAME...]."""

import pathlib
import subprocess
import sys
import unittest

FOLDER = pathlib.Path(sys.argv[1])

SERVER = """
/usr/bin/parlanced
/usr/lib/systemd/system/parlanced.service
/usr/lib/systemd/system/parlanced.socket
/usr/lib/sysusers.d/parlance.conf
/usr/lib/tmpfiles.d/parlance.conf
/etc/parlance
/etc/parlance/parlanced.toml
""".split()
CLIENT = """
/usr/bin/parlance
/usr/share/applications/chat.parlance.Parlance.desktop
/usr/share/dbus-1/services/chat.parlance.Parlance.service
/usr/share/metainfo/chat.parlance.Parlance.metainfo.xml
/usr/share/icons/hicolor/16x16/apps/chat.parlance.Parlance.png
/usr/share/icons/hicolor/scalable/apps/chat.parlance.Parlance.svg
/usr/share/icons/hicolor/symbolic/apps/chat.parlance.Parlance-symbolic.svg
""".split()
COMMON = ["/usr/share/doc/parlance-common/PROTOCOL.md", "/usr/share/doc/parlance-common/protocol.schema.json"]


def asked(name, *options):
    """The lines of rpm's answer about the one package of that name."""
    found = [path for path in FOLDER.glob(f"{name}-[0-9]*.rpm") if not path.name.endswith(".src.rpm")]
    assert len(found) == 1, f"{name}: {found}"
    run = subprocess.run(["rpm", "-qp", "--nosignature", *options, found[0]], check=True, capture_output=True, text=True)
    return run.stdout.splitlines()


class RpmsTest(unittest.TestCase):
    def test_each_has_its_files_and_no_other_has_them(self):
        seen = set()
        for name, wanted in [("parlance-server", SERVER), ("parlance", CLIENT), ("parlance-common", COMMON)]:
            found = {path for path in asked(name, "--list") if not path.startswith("/usr/lib/.build-id")}
            self.assertLessEqual(set(wanted), found, name)
            self.assertFalse(found & seen, f"{name} has what another has")
            seen |= found

    def test_the_settings_are_the_servers_and_an_admins(self):
        rights = {line.split()[0]: line.split()[1:] for line in asked("parlance-server", "--queryformat", "[%{FILENAMES} %{FILEMODES:perms} %{FILEUSERNAME} %{FILEGROUPNAME} %{FILEFLAGS:fflags}\\n]")}  # fmt: skip
        self.assertEqual(rights["/etc/parlance"][:3], ["drwxr-x---", "root", "parlance"])
        self.assertEqual(rights["/etc/parlance/parlanced.toml"], ["-rw-r-----", "root", "parlance", "cn"])  # noreplace

    def test_the_server_draws_nothing(self):
        needs = asked("parlance-server", "--requires")
        self.assertTrue([line for line in needs if line.startswith("libQt6Core")])
        self.assertEqual([line for line in needs if "Qt6Gui" in line or "Qt6Widgets" in line], [])

    def test_what_is_one_for_all_machines(self):
        self.assertEqual(asked("parlance-common", "--queryformat", "%{ARCH}\\n"), ["noarch"])
        self.assertEqual(len(list(FOLDER.glob("parlance-[0-9]*.src.rpm"))), 1)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
