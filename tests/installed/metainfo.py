"""What software centres read is right, and agrees with what it is about: metainfo.py CHECKOUT."""

import configparser
import pathlib
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as xml

ID = "chat.parlance.Parlance"

# The id is older than the advice, and the name on the bus, of the icon and of the .desktop file.
ACCEPTED = {"cid-contains-uppercase-letter"}


def complaints(path):
    run = subprocess.run(["appstreamcli", "validate", "--pedantic", "--no-net", path], capture_output=True, text=True)
    for line in run.stdout.splitlines():
        match = re.match(r"[EWIP]: \S+ (\S+)", line)
        if match and match.group(1) not in ACCEPTED:
            yield line
    if run.returncode != 0:
        yield run.stdout + run.stderr


def disagreements(checkout, root, entry):
    version = re.search(r"project\(Parlance VERSION (\S+)", (checkout / "CMakeLists.txt").read_text()).group(1)
    if root.find("releases/release").get("version") != version:
        yield f"the first release is not {version}"
    if root.findtext("launchable") != f"{ID}.desktop":
        yield "launches something else"
    scheme = root.findtext("provides/mediatype")
    if entry["MimeType"] != f"{scheme};":
        yield f"provides {scheme}, but the .desktop file has {entry['MimeType']}"
    if root.findtext("summary") != entry["Comment"]:
        yield "its summary is not the .desktop file's comment"
    for image in root.iterfind("screenshots/screenshot/image"):
        name = image.text.rsplit("/", 1)[1]
        size = struct.unpack(">II", (checkout / "resources/icons" / name).read_bytes()[16:24])
        if size != (int(image.get("width")), int(image.get("height"))):
            yield f"{name} is {size[0]}x{size[1]}"


def main():
    checkout = pathlib.Path(sys.argv[1])
    path = checkout / f"packaging/desktop/{ID}.metainfo.xml"
    entry = configparser.ConfigParser(interpolation=None, strict=True)
    entry.optionxform = str
    entry.read(checkout / f"packaging/desktop/{ID}.desktop")
    found = [*complaints(path), *disagreements(checkout, xml.parse(path).getroot(), entry["Desktop Entry"])]
    print("\n".join(found) or "the metainfo is as it has to be")
    return 1 if found else 0


sys.exit(main())
