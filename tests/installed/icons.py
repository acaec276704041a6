"""The icons of the theme and of the page are what resources/icons/draw makes of the mark: icons.py CHECKOUT."""

import pathlib
import struct
import subprocess
import sys
import tempfile
import zlib

SIZES = [16, 22, 24, 32, 48, 64, 128, 256, 512]
ID = "chat.parlance.Parlance"


def pixels(png):
    """Width, height and the bytes of an RGBA picture, eight bits a channel (PNG specification, sections 5, 9 and 11)."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n"), "not a PNG"
    position, packed = 8, b""
    while position < len(png):
        length, kind = struct.unpack_from(">I4s", png, position)
        content = png[position + 8 : position + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", content)
            assert (depth, colour, interlace) == (8, 6, 0), "not RGBA"
        elif kind == b"IDAT":
            packed += content
        position += 12 + length
    return width, height, unfiltered(zlib.decompress(packed), width * 4)


def unfiltered(raw, stride):
    result, above = bytearray(), bytearray(stride)
    for start in range(0, len(raw), stride + 1):
        line = bytearray(raw[start + 1 : start + 1 + stride])
        for i in range(stride):
            left, up = (line[i - 4] if i >= 4 else 0), above[i]
            corner = above[i - 4] if i >= 4 else 0
            line[i] = (line[i] + predicted(raw[start], left, up, corner)) & 255
        result += line
        above = line
    return bytes(result)


def predicted(kind, left, up, corner):
    if kind == 4:
        guess = left + up - corner
        return min((left, up, corner), key=lambda each: abs(guess - each))
    return (0, left, up, (left + up) // 2)[kind]


def differs(one, other):
    """Other versions of librsvg round otherwise: one step a channel is no difference."""
    return any(abs(a - b) > 3 for a, b in zip(one, other))


def problems(resources, drawn):
    expected = {f"{size}x{size}/apps/{ID}.png" for size in SIZES} | {f"{size}x{size}/apps/{ID}-unread.png" for size in SIZES[:6]}
    found = {str(path.relative_to(resources / "icons/hicolor")) for path in resources.glob("icons/hicolor/*/apps/*.png")}
    for name in sorted(expected ^ found):
        yield f"{name}: {'is missing' if name in expected else 'does not belong there'}"
    for name in sorted(expected & found):
        size = int(name.split("x")[0])
        width, height, content = pixels((resources / "icons/hicolor" / name).read_bytes())
        if (width, height) != (size, size):
            yield f"{name}: is {width}x{height}"
        elif differs(content, pixels((drawn / "icons/hicolor" / name).read_bytes())[2]):
            yield f"{name}: is not what resources/icons/draw makes now; run it"
    for path in sorted(drawn.glob("web/icons/*.svg")):
        if path.read_bytes() != (resources / "web/icons" / path.name).read_bytes():
            yield f"web/icons/{path.name}: is not what resources/icons/draw makes now; run it"


def main():
    resources = pathlib.Path(sys.argv[1]) / "resources"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([resources / "icons/draw", folder], check=True)
        found = list(problems(resources, pathlib.Path(folder)))
    print("\n".join(found) or "the icons are as drawn")
    return 1 if found else 0


sys.exit(main())
