#!/usr/bin/env python3
"""Writes the tables of emoji by name, the page's and the desktop app's, from Debian's unicode-data and unicode-cldr-core
and from names.txt beside this file; and the ranges of pictographs, which Qt does not tell and browsers do.

usage: generate.py [--check]

With --check nothing is written: it fails where a table is not what this would write, and ends with 77 where the data is of
other versions than the tables are made from.
"""

import pathlib
import re
import sys
import unicodedata
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
UNICODE = pathlib.Path("/usr/share/unicode")
SIGNS = UNICODE / "emoji/emoji-test.txt"
DATA = UNICODE / "emoji/emoji-data.txt"
CLDR = UNICODE / "cldr/common"

# What Debian 12 has; its Noto Color Emoji draws all of Unicode 15.0.
VERSIONS = [(SIGNS, r"^# Version: (.*)$", "15.0"), (CLDR / "dtd/ldml.dtd", r'cldrVersion CDATA #FIXED "(.*)"', "41")]
SKIPPED = 77

FORMAT = "Emoji: sign, names, after a colon what else finds them; | between. Written by resources/emoji/generate.py."
TABLES = {
    "resources/web/js/text/emojitable.js": (f"// {FORMAT}\nexport const table = `\n", "{}\n", "`;\n"),
    "client/models/emojitable.inc": (f"// {FORMAT}\n", 'u"{}",\n', ""),
}
WIDTH = 360  # letters in a line; both tables have the same lines

RANGES = "common/text/pictographs.inc"
RANGES_HEAD = "// First and last code points of Extended_Pictographic, ascending. Written by resources/emoji/generate.py.\n"
RANGES_IN_A_LINE = 6

# Words that say nothing, or would find half of the table.
DULL = set("and the for with from out person people man woman men women face sign symbol button".split())


def plain(text):
    """ASCII in lower case, words joined by underscores."""
    text = unicodedata.normalize("NFD", text.lower().replace("#", "hash").replace("*", "asterisk"))
    return re.sub(r"[^a-z0-9+]+", "_", re.sub(r"[\u0300-\u036f’“”.]", "", text)).strip("_")


def bare(sign):
    """As CLDR writes signs: without the mark that asks for a coloured picture."""
    return sign.replace("\ufe0f", "")


def unicode_names():
    """sign -> name, in Unicode's order, without skin tones."""
    row = re.compile(r"^([0-9A-F ]+?) *; fully-qualified +# \S+ E[\d.]+ (.*)$", re.MULTILINE)
    found = {}
    for points, name in row.findall(SIGNS.read_text(encoding="utf-8")):
        if "skin tone" not in name:
            found["".join(chr(int(point, 16)) for point in points.split())] = plain(name)
    return found


def usual_names():
    """sign -> names, from names.txt."""
    lines = (HERE / "names.txt").read_text(encoding="utf-8").splitlines()
    return {sign: names for sign, *names in (line.split() for line in lines if not line.startswith("# "))}


def flag_name(sign):
    """flag_de for the flag of Germany, which is two letters of an alphabet of its own."""
    letters = [ord(letter) - 0x1F1E6 for letter in sign]
    return ["flag_" + "".join(chr(ord("a") + n) for n in letters)] if all(0 <= n < 26 for n in letters) else []


def all_names():
    """sign -> its names, each of which belongs to no other sign."""
    official, usual = unicode_names(), usual_names()
    if unknown := usual.keys() - official.keys():
        sys.exit(f"names.txt: no emoji, or not as Unicode writes it: {' '.join(sorted(unknown))}")
    owner = {}
    for sign, names in usual.items():
        for name in names:
            if owner.setdefault(name, sign) != sign or not re.fullmatch(r"[a-z0-9_+-]+", name):
                sys.exit(f"names.txt: {name} is there twice, or no name")
    result = {}
    for sign, name in official.items():
        own = name if owner.get(name, sign) == sign else f"{name}2"
        if owner.setdefault(own, sign) != sign:
            sys.exit(f"{sign} needs a name in names.txt: {own} is taken")
        result[sign] = list(dict.fromkeys([*usual.get(sign, []), own, *flag_name(sign)]))
    return result


def keywords():
    """bare sign -> words."""
    found = {}
    for folder in ("annotations", "annotationsDerived"):
        for entry in xml.etree.ElementTree.parse(CLDR / folder / "en.xml").iter("annotation"):
            if entry.get("type") != "tts":
                words = re.split(r"[^a-z0-9]+", plain(entry.text).replace("_", " "))
                found[entry.get("cp")] = [word for word in words if len(word) > 2 and word not in DULL]
    return found


def entries():
    words = keywords()
    for sign, names in all_names().items():
        more = dict.fromkeys(word for word in words.get(bare(sign), []) if not any(word in name for name in names))
        yield " ".join([sign, *names]) + (":" + " ".join(more) if more else "")


def lines():
    line = ""
    for entry in entries():
        if line and len(line) + len(entry) >= WIDTH:
            yield line
            line = ""
        line += ("|" if line else "") + entry
    yield line


def pictographs():
    """The lines of the table of ranges; neighbouring ranges are joined."""
    row = re.compile(r"^([0-9A-F]+)(?:\.\.([0-9A-F]+))? *; Extended_Pictographic", re.MULTILINE)
    ranges = []
    for first, last in row.findall(DATA.read_text(encoding="utf-8")):
        first, last = int(first, 16), int(last or first, 16)
        if ranges and ranges[-1][1] + 1 == first:
            first = ranges.pop()[0]
        ranges.append((first, last))
    cells = [f"{{0x{first:04x}, 0x{last:04x}}}," for first, last in ranges]
    for at in range(0, len(cells), RANGES_IN_A_LINE):
        yield " ".join(cells[at : at + RANGES_IN_A_LINE]) + "\n"


def check_versions():
    for path, pattern, wanted in VERSIONS:
        if not path.exists():
            sys.exit(f"{path} is missing; ./dev setup installs it")
        found = re.search(pattern, path.read_text(encoding="utf-8"), re.MULTILINE)[1]
        if found != wanted:
            print(f"{path} is of version {found}, the tables are made from {wanted}: not compared")
            sys.exit(SKIPPED)


def main(arguments):
    if arguments == ["--check"]:
        check_versions()
    elif arguments:
        sys.exit(__doc__)
    content = list(lines())
    files = {name: head + "".join(row.format(line) for line in content) + foot for name, (head, row, foot) in TABLES.items()}
    files[RANGES] = RANGES_HEAD + "".join(pictographs())
    for name, text in files.items():
        path = ROOT / name
        if not arguments:
            path.write_text(text, encoding="utf-8")
        elif path.read_text(encoding="utf-8") != text:
            sys.exit(f"{name} is not what resources/emoji/generate.py writes; run it")


if __name__ == "__main__":
    main(sys.argv[1:])
