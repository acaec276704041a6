"""Which folder may use which: the table in ARCHITECTURE.md, section Layers."""

import re

EVERYWHERE = {"common/base", "common/json", "common/text", "common/protocol"}


def layers_of(tree):
    """folder -> the other folders that it may use. Nothing where there is no table."""
    section = re.search(r"^## Layers$(.*?)(?=^## |\Z)", tree.text("ARCHITECTURE.md"), re.MULTILINE | re.DOTALL)
    rows = re.findall(r"^    (\S+)(.*)$", section.group(1), re.MULTILINE) if section else []
    return {folder: set().union(*(meant(folder, word) for word in words.split())) for folder, words in rows}


def meant(folder, word):
    """The folders that a word in the row of `folder` stands for."""
    if word == "common":
        return EVERYWHERE
    return {word if "/" in word else f"{folder.split('/')[0]}/{word}"}


def listed(folders):
    return " ".join(sorted(folders)) or "nothing"
