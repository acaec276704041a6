"""The packages that ./dev package has made, and others made of them."""

import pathlib
import re
import subprocess

from machine import BUILD

DEBS = BUILD / "debs"


def deb(name):
    """The file of a package. ./dev package makes it."""
    found = list(DEBS.glob(f"{name}_*.deb"))
    if len(found) != 1:
        raise FileNotFoundError(f"there is no package {name} in {DEBS}: run ./dev package")
    return found[0]


def field(package, name):
    return subprocess.run(["dpkg-deb", "--field", package, name], check=True, capture_output=True, text=True).stdout.strip()


def repacked(package, version, folder):
    """The same package in the folder, as another version."""
    tree = pathlib.Path(folder) / "tree"
    subprocess.run(["dpkg-deb", "--raw-extract", package, tree], check=True)
    control = tree / "DEBIAN/control"
    control.write_text(re.sub(r"(?m)^Version: .*$", f"Version: {version}", control.read_text()))
    made = pathlib.Path(folder) / f"{field(package, 'Package')}_{version}.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "--build", tree, made], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["rm", "-r", tree], check=True)
    return made
