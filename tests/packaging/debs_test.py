"""The Debian packages as files: how large they are, what they need, what lintian says, that no script in them is ours.

usage: debs_test.py [NAME...]
"""

import pathlib
import re
import subprocess
import tempfile
import unittest

from debs import DEBS, deb, field

NAMES = ["parlance", "parlance-common", "parlance-server"]
LARGEST = 3_000_000  # bytes of a package
DRAWS = re.compile(r"libqt6(gui|widgets|opengl)|libx11|libgl1|libegl|fontconfig")


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def closure(packages):
    """What apt would have to install with them, at the least, on a machine that has nothing."""
    found = output(
        "apt-cache", "depends", "--recurse", "--no-recommends", "--no-suggests", "--no-conflicts", "--no-breaks",
        "--no-replaces", "--no-enhances", *packages,
    )  # fmt: skip
    return set(re.findall(r"(?m)^([a-z0-9][a-z0-9.+-]*)$", found))


def dependencies(name):
    """The packages that it names, the first of alternatives."""
    return [part.split()[0] for part in field(deb(name), "Depends").split(",") if part]


class DebsTest(unittest.TestCase):
    def test_they_are_small(self):
        for name in NAMES:
            size = deb(name).stat().st_size
            print(f"    {name}: {size:,} bytes, {int(field(deb(name), 'Installed-Size')):,} KiB installed")
            self.assertLess(size, LARGEST, name)

    def test_the_server_brings_nothing_that_draws(self):
        needed = closure(dependencies("parlance-server"))
        print(f"    parlance-server needs {len(needed)} packages in all")
        self.assertIn("libqt6core6", needed)
        self.assertEqual([name for name in sorted(needed) if DRAWS.match(name)], [])
        self.assertTrue([name for name in closure(dependencies("parlance")) if DRAWS.match(name)], "this would be seen")

    def test_one_file_is_enough_to_install(self):
        """apt install ./parlance-server_*.deb: none of the others may be needed for it."""
        for name in NAMES:
            self.assertFalse({"parlance", "parlance-common", "parlance-server"} & set(dependencies(name)), name)

    def test_lintian_has_nothing_to_say(self):
        changes = list(DEBS.glob("*.changes"))
        self.assertEqual(len(changes), 1)
        done = subprocess.run(
            ["lintian", "--allow-root", "--fail-on", "error,warning", changes[0]], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # fmt: skip
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_no_script_is_written_by_hand(self):
        for name in NAMES:
            with tempfile.TemporaryDirectory() as folder:
                output("dpkg-deb", "--control", deb(name), folder)
                scripts = [path for path in pathlib.Path(folder).iterdir() if re.fullmatch("(pre|post)(inst|rm)", path.name)]
                self.assertEqual(bool(scripts), name == "parlance-server", scripts)
                for script in scripts:
                    body = re.sub(r"(?s)# Automatically added by dh_\w+.*?# End automatically added section", "", script.read_text())
                    self.assertEqual([line for line in body.splitlines() if line and not line.startswith("#")], ["set -e"], script)

    def test_the_version_is_the_programs(self):
        cmake = (pathlib.Path(__file__).parents[2] / "CMakeLists.txt").read_text()
        version = re.search(r"project\(Parlance VERSION (\S+)", cmake).group(1)
        self.assertEqual({field(deb(name), "Version") for name in NAMES}, {version})


if __name__ == "__main__":
    unittest.main(verbosity=2)
