"""The files that the rules look at: path -> text, from a checkout or made up by the self-test."""

import pathlib
import re
import subprocess

GENERATED = {"build", "node_modules", ".git", "__pycache__", "shots"}


class Problem:
    """One broken rule at one place, with what to do about it."""

    def __init__(self, path, line, what):
        self.path, self.line, self.what = path, line, what

    def __str__(self):
        return f"{self.path}:{self.line}: {self.what}"


class Tree:
    def __init__(self, files):
        self.files = dict(sorted(files.items()))
        self._code = {}

    def text(self, path):
        return self.files.get(path, "")

    def paths(self, *tops, endings=()):
        """Paths below the given folders (all if none is given) with one of the endings (any if none is given)."""
        for path in self.files:
            if tops and not path.startswith(tuple(f"{top}/" for top in tops)):
                continue
            if not endings or path.endswith(tuple(endings)):
                yield path

    def code(self, path):
        """The text without comments and without what is inside quotes; lines keep their numbers."""
        if path not in self._code:
            self._code[path] = without_comments(self.text(path))
        return self._code[path]


# Raw strings first, then comments, then strings and characters.
_NOISE = re.compile(r'R"(\w*)\(.*?\)\1"|//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)


def without_comments(text):
    def blank(match):
        found = match.group(0)
        if found.startswith("'") and re.match(r"\w", text[match.start() - 1 : match.start()] or " "):
            return found  # 1'000 is a number
        return '""' + "\n" * found.count("\n") if not found.startswith("/") else "\n" * found.count("\n")

    # Digit separators would look like the beginning of a character.
    text = re.sub(r"(?<=\d)'(?=\d)", "", text)
    return _NOISE.sub(blank, text)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def read_checkout(root):
    """What is committed or would be; where there is no git, everything that is not generated."""
    root = pathlib.Path(root)
    if (root / ".git").exists():
        listing = subprocess.run(
            ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            check=True,
            capture_output=True,
        ).stdout.decode()
        paths = [name for name in listing.split("\0") if name and (root / name).is_file()]
    else:
        paths = [
            str(path.relative_to(root))
            for path in root.rglob("*")
            if path.is_file() and not GENERATED & set(path.relative_to(root).parts)
        ]
    return Tree({path: (root / path).read_text(encoding="utf-8", errors="replace") for path in paths})
