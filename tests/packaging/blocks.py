"""The code blocks of the documents that people follow. Each says whether it is run by a test or why it cannot be, behind the
language: ```sh run, or ```toml not run: it needs a domain. Where there are several machines it names them, and the file that it
is the text of, if it is one: ```sh run on db, or ```toml run on one, two: /etc/parlance/parlanced.toml."""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENTS = ["README.md", "packaging/OPERATING.md"]


class Block:
    def __init__(self, document, line, tag, text):
        self.place, self.tag, self.text = f"{document}:{line}", tag, text

    def is_run(self):
        return self.tag == "run"

    def is_explained(self):
        return self.is_run() or bool(self.machines()) or bool(re.fullmatch(r"not run: \S.*", self.tag))

    def machines(self):
        """The names of those that it is run on, where there are several."""
        named = re.fullmatch(r"run on (\w+(?:, \w+)*)(?:: .*)?", self.tag)
        return named.group(1).split(", ") if named else []

    def file(self):
        """The path of the file that it is the text of; None if it is run by a shell."""
        return self.tag.partition(": ")[2] or None


def blocks(document, text):
    """All of them, also those that are only indented, whose tag is empty."""
    lines = text.splitlines()
    i = 0
    while i < len(lines):
        fence = re.fullmatch(r"( *)```(\w*) *(.*)", lines[i])
        first, body = i, []
        if fence:
            i += 1
            while not lines[i].strip() == "```":
                body.append(lines[i].removeprefix(fence.group(1)))
                i += 1
            yield Block(document, first + 1, fence.group(3), "\n".join(body))
        elif lines[i].startswith("    ") and (i == 0 or not lines[i - 1].strip()):
            while i + 1 < len(lines) and lines[i + 1].startswith("    "):
                i += 1
            yield Block(document, first + 1, "", "\n".join(lines[first : i + 1]))
        i += 1


def blocks_of(document):
    return list(blocks(document, (ROOT / document).read_text()))
