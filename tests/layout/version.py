"""The version is in CMakeLists.txt. What cannot take it from there says the same."""

import re

from tree import Problem, line_of

# file: what stands before its newest version
COPIES = {
    "CHANGELOG.md": r"^## ",
    "packaging/debian/changelog": r"\Aparlance \(",
    "packaging/rpm/parlance.spec": r"^Version:\s+",
    "packaging/desktop/chat.parlance.Parlance.metainfo.xml": r'<release version="',
}


def one_version(tree):
    project = re.search(r"^project\(\w+ VERSION (\d+\.\d+\.\d+)", tree.text("CMakeLists.txt"), re.MULTILINE)
    if not project:
        yield Problem("CMakeLists.txt", 1, "project() must give a VERSION of three numbers")
        return
    version = project.group(1)
    for path, before in COPIES.items():
        found = re.search(before + r"(\d+\.\d+\.\d+)", tree.text(path), re.MULTILINE)
        if path in tree.files and (not found or found.group(1) != version):
            line = line_of(tree.text(path), found.start()) if found else 1
            yield Problem(path, line, f"must give the version of CMakeLists.txt, {version}, first")
    for path in tree.paths("common", "server", "client", "resources", endings=[".h", ".cpp", ".js", ".html"]):
        if version in tree.text(path):
            line = line_of(tree.text(path), tree.text(path).index(version))
            yield Problem(path, line, "the version is in CMakeLists.txt: use PARLANCE_VERSION, or @VERSION@ in the page")


RULES = [one_version]
