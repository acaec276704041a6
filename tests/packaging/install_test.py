"""`cmake --install`: what each component puts where, below any prefix and any DESTDIR, and that systemd takes the units.

usage: install_test.py CMAKE BUILD [NAME...]
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

CMAKE, BUILD = sys.argv[1:3]
PACKAGING = pathlib.Path(__file__).resolve().parents[2] / "packaging"

# What must be there, beside the manual pages and completions.
SERVER = """
bin/parlanced
etc/parlance/parlanced.toml
lib/systemd/system/parlanced.service
lib/systemd/system/parlanced.socket
lib/systemd/system/parlance-backup.service
lib/systemd/system/parlance-backup.timer
lib/sysusers.d/parlance.conf
lib/tmpfiles.d/parlance.conf
share/doc/parlance-server/OPERATING.md
share/doc/parlance-server/proxies/Caddyfile
share/doc/parlance-server/proxies/haproxy.cfg
share/doc/parlance-server/proxies/nginx.conf
share/doc/parlance-server/proxies/nodes/Caddyfile
share/doc/parlance-server/proxies/nodes/haproxy.cfg
share/doc/parlance-server/proxies/nodes/nginx.conf
""".split()
COMMON = "share/doc/parlance-common/PROTOCOL.md share/doc/parlance-common/protocol.schema.json".split()
CLIENT = ["bin/parlance"]
# systemd-analyze's exposure, times ten.
EXPOSURE = 15


class InstallTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="parlance-install-")))

    def install(self, prefix, component, destdir=""):
        subprocess.run(
            [CMAKE, "--install", BUILD, "--prefix", prefix, "--component", component],
            check=True, stdout=subprocess.DEVNULL, env={**os.environ, "DESTDIR": str(destdir)},
        )  # fmt: skip

    def files(self, root):
        return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}

    def test_each_component_has_its_files_and_no_other(self):
        seen = set()
        for component, wanted in [("server", SERVER), ("client", CLIENT), ("common", COMMON)]:
            root = self.folder / component
            self.install(root, component)
            found = self.files(root)
            self.assertLessEqual(set(wanted), found, component)
            self.assertFalse(found & seen, f"{component} has what another has")
            seen |= found
        self.assertFalse({name for name in self.files(self.folder / "server") if "icons" in name or "desktop" in name})

    def test_all_that_is_generated_is_installed(self):
        self.install(self.folder, "server")
        self.install(self.folder, "client")
        self.install(self.folder, "common")
        found = [pathlib.Path(name).name for name in self.files(self.folder)]
        generated = [path for folder in ("man", "completions") for path in (PACKAGING / folder).glob("*")]
        self.assertEqual([path.name for path in generated if path.name.removesuffix(".bash") not in found], [])

    def test_destdir_comes_before_the_prefix_and_into_no_file(self):
        self.install("/opt/chat", "server", destdir=self.folder)
        root = self.folder / "opt/chat"
        self.assertLessEqual(set(SERVER), self.files(root))
        self.assertEqual(self.files(self.folder), {f"opt/chat/{name}" for name in self.files(root)})
        unit = (root / "lib/systemd/system/parlanced.service").read_text()
        self.assertIn("ExecStart=/opt/chat/bin/parlanced --config /opt/chat/etc/parlance/parlanced.toml\n", unit)
        for path in root.rglob("*"):
            if path.is_file() and path.name != "parlanced":
                self.assertNotRegex(path.read_text(), f"{re.escape(str(self.folder))}|@[A-Z_]+@", path)

    def test_the_program_runs_from_where_it_is_put(self):
        self.install(self.folder, "server")
        version = subprocess.run([self.folder / "bin/parlanced", "--version"], check=True, capture_output=True, text=True)
        self.assertRegex(version.stdout, r"\d+\.\d+\.\d+")

    def test_the_server_needs_nothing_that_draws(self):
        self.install(self.folder, "server")
        loaded = subprocess.run(["ldd", self.folder / "bin/parlanced"], check=True, capture_output=True, text=True).stdout
        self.assertIn("libQt6Core", loaded)
        self.assertNotRegex(loaded, "Qt6Gui|Qt6Widgets|Qt6DBus|libX11|libGL|libEGL|fontconfig")

    def test_a_configuration_that_is_there_stays(self):
        self.install(self.folder, "server")
        file = self.folder / "etc/parlance/parlanced.toml"
        file.write_text("# mine\n")
        self.install(self.folder, "server")
        self.assertEqual(file.read_text(), "# mine\n")

    def test_systemd_takes_the_units(self):
        self.install(self.folder, "server")
        units = sorted((self.folder / "lib/systemd/system").iterdir())
        self.assertEqual(len(units), 4)
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def test_the_services_are_hardened(self):
        self.install(self.folder, "server")
        for name in ("parlanced.service", "parlance-backup.service"):
            unit = self.folder / "lib/systemd/system" / name
            done = self.exposure(unit)
            self.assertEqual(done.returncode, 0, done.stdout)
            print(f"    {name}: {done.stdout.strip().splitlines()[-1]}")
            # The measure measures: without one line it is worse.
            unit.write_text(re.sub(r"(?m)^(ProtectSystem|CapabilityBoundingSet|SystemCallFilter)=.*\n", "", unit.read_text()))
            self.assertNotEqual(self.exposure(unit).returncode, 0)

    def exposure(self, unit):
        return subprocess.run(
            ["systemd-analyze", "security", "--offline=true", "--no-pager", f"--threshold={EXPOSURE}", unit],
            capture_output=True, text=True,
        )  # fmt: skip

    def test_the_user_and_the_folders_can_be_made(self):
        self.install("/usr", "server", destdir=self.folder)
        (self.folder / "etc").mkdir(exist_ok=True)
        for tool in ("sysusers", "tmpfiles"):
            given = self.folder / f"usr/lib/{tool}.d/parlance.conf"
            command = [f"systemd-{tool}", f"--root={self.folder}", *(["--create"] if tool == "tmpfiles" else []), given]
            done = subprocess.run(command, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("parlance:", (self.folder / "etc/passwd").read_text())
        self.assertEqual((self.folder / "var/backups/parlance").stat().st_mode & 0o777, 0o700)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
