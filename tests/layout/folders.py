"""Where things may lie and who may include whom."""

import posixpath
import re

from layers import layers_of, listed
from tree import Problem, line_of

TOP = set(
    "CMakeLists.txt CMakePresets.json server client common resources tests packaging dev .ci "
    "README.md LICENSE ARCHITECTURE.md CHANGELOG.md CONTRIBUTING.md SECURITY.md "
    ".clang-format .clang-tidy .gitignore".split()
)
NEEDED = ["CMakeLists.txt", "CMakePresets.json", "dev", ".ci/run", ".clang-format", ".clang-tidy", ".gitignore"]

# JSON by Qt is for the generator and where another program's format is spoken; messages go through common/json.
QT_JSON = {"common/json", "common/documents", "tests"}

WEB_TOP = "resources/web/js/"


def top_level(tree):
    for path in tree.paths():
        first = path.split("/")[0]
        if first not in TOP:
            yield Problem(path, 1, "does not belong at the top level; see TOP in tests/layout/folders.py")
    for path in NEEDED:
        if path not in tree.files:
            yield Problem(path, 1, "is missing")


def folder_of(path):
    parts = path.split("/")
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]


def one_target_a_folder(tree):
    """A folder of sources is one library, named after it: server/net is server_net."""
    folders = {folder_of(p) for p in tree.paths("common", "server", "client", endings=[".cpp"])}
    for folder in sorted(f for f in folders if "/" in f):
        path, wanted = f"{folder}/CMakeLists.txt", folder.replace("/", "_")
        found = re.findall(r"\b(?:parlance_library|add_library)\(\s*(\w+)", tree.text(path))
        if found != [wanted]:
            yield Problem(path, 1, f"must define the library {wanted} and no other, defines {found or 'none'}")


def include_directions(tree):
    layers = layers_of(tree)
    for path in tree.paths("common", "server", "client", endings=[".h", ".cpp"]):
        folder = folder_of(path)
        if folder not in layers:
            yield Problem(path, 1, f"the folder {folder} has no row in ARCHITECTURE.md, Layers")
            continue
        for match in re.finditer(r'^#include "([^"]+)"', tree.text(path), re.MULTILINE):
            target = included_folder(tree, path, match.group(1))
            if target and target not in layers[folder] | {folder}:
                line = line_of(tree.text(path), match.start())
                yield Problem(path, line, f"{folder} may not include {target}; it may include: {listed(layers[folder])}")


def link_directions(tree):
    """What a folder's target uses is what the folder may include."""
    layers = layers_of(tree)
    for path in tree.paths("common", "server", "client", endings=["/CMakeLists.txt"]):
        folder = posixpath.dirname(path)
        for target in targets_used_in(tree.text(path)):
            if target.replace("_", "/", 1) not in layers.get(folder, set()):
                line = line_of(tree.text(path), tree.text(path).index(target))
                yield Problem(path, line, f"{folder} may not use {target}; it may use: {listed(layers.get(folder, set()))}")


def targets_used_in(cmake):
    """Our own targets behind USES in the call that makes a folder's library. Files (resources_*) are no code."""
    call = re.search(r"\bparlance_library\(([^)]*)\)", cmake)
    words = call.group(1).split() if call else []
    used = words[words.index("USES") + 1 :] if "USES" in words else []
    keywords = {"SOURCES", "QT", "MOC"}
    end = next((i for i, word in enumerate(used) if word in keywords), len(used))
    return [word for word in used[:end] if re.match(r"(common|server|client)_", word)]


def included_folder(tree, path, include):
    """The folder that an include leads to, or nothing for a generated file."""
    own_top = path.split("/")[0]
    for top in (own_top, "common", "server", "client", "tests"):
        if f"{top}/{include}" in tree.files:
            return folder_of(f"{top}/{include}")
    return None


def json_stays_in_the_codec(tree):
    for path in tree.paths("common", "server", "client", endings=[".h", ".cpp"]):
        if folder_of(path) in QT_JSON:
            continue
        for match in re.finditer(r"\bQJson\w+", tree.code(path)):
            yield Problem(path, line_of(tree.code(path), match.start()), "messages are structs; QJson stays out of here")


def web_directions(tree):
    """Imports of the page's modules go down only, those on demand and those of types included."""
    layers = layers_of(tree)
    for path in tree.paths("resources/web/js", endings=[".js", ".ts"]):
        folder = web_folder(path)
        if folder and f"page/{folder}" not in layers:
            yield Problem(path, 1, f"the folder js/{folder} has no row page/{folder} in ARCHITECTURE.md, Layers")
            continue
        for match in re.finditer(r"""\b(?:from|import)[ (]?['"](\.[^'"]+)['"]""", tree.text(path)):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), match.group(1)))
            line = line_of(tree.text(path), match.start())
            if target not in tree.files:
                yield Problem(path, line, f"there is no {target}")
            elif folder and web_folder(target) != folder and f"page/{web_folder(target)}" not in layers[f"page/{folder}"]:
                may = listed(layers[f"page/{folder}"])
                yield Problem(path, line, f"js/{folder} may not import {match.group(1)}; it may import: {may}")


def web_folder(path):
    """The layer of a module; empty for those that put the page together."""
    return posixpath.dirname(path[len(WEB_TOP) :])


def proofs_are_there(tree):
    """What SECURITY.md says is shown by a test is shown by one that there is."""
    path = "SECURITY.md"
    for match in re.finditer(r"`(tests/[^`]+)`", tree.text(path)):
        if not any(name == match.group(1) or name.startswith(match.group(1) + "/") for name in tree.files):
            yield Problem(path, line_of(tree.text(path), match.start()), f"there is no {match.group(1)}")


RULES = [top_level, one_target_a_folder, include_directions, link_directions, json_stays_in_the_codec, web_directions, proofs_are_there]
