"""Sections 5.6 and 8.1: a text message is UTF-8 as a whole, however it is cut into fragments and segments."""

from .case import AwaitPong, Case, Cut, Pong, Said, Told
from .frames import CONTINUATION, PING, Frame, text
from .rows import NOT_UTF8, arrives, fails, message, pieces, say

IGNORED = b'{"type":"message","text":"hi","pad":"%b"}'
VALID = [
    *(
        arrives("5.6", f"U+{point:04X}", say(f"a{chr(point)}b"), content=f"a{chr(point)}b")
        for point in (
            *(0x20, 0x7E, 0xA1, 0x7FF, 0x800, 0x20AC, 0xD7FF, 0xE000, 0xFFFD),
            *(0x10000, 0x1F600, 0xFFFFD, 0x100000, 0x10FFFD),
        )
    ),
    *(
        arrives("5.6", f"U+{point:04X} in a field that is ignored", text(IGNORED % chr(point).encode()))
        for point in (0x7F, 0x80, 0x9F, 0xFDD0, 0xFEFF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x1FFFF, 0x10FFFE, 0x10FFFF)
    ),
    arrives("5.6", "Greek, 2 and 3 bytes each", say("κόσμε ὕδωρ"), content="κόσμε ὕδωρ"),
    arrives("5.6", "every length of 1 to 4 bytes", say("a\u00b5\u20ac\U0001f600"), content="a\u00b5\u20ac\U0001f600"),
    arrives("5.6", "a surrogate pair as escapes", text(b'{"type":"message","text":"\\ud83d\\ude00"}'), content="\U0001f600"),
    Case("5.6", "U+FEFF first: UTF-8, but no JSON", (text(b"\xef\xbb\xbf" + message("hi")),), (Told("invalid_json"),)),
    Case("5.6", "U+0000: UTF-8, but no JSON", (text(b'{"type":"message","text":"\0"}'),), (Told("invalid_json"),)),
]

INVALID = {
    "overlong U+0000, 2 bytes": "c0 80",
    "overlong /, 2 bytes": "c0 af",
    "overlong U+007F, 2 bytes": "c1 bf",
    "overlong U+0000, 3 bytes": "e0 80 80",
    "overlong /, 3 bytes": "e0 80 af",
    "overlong U+07FF, 3 bytes": "e0 9f bf",
    "overlong U+0000, 4 bytes": "f0 80 80 80",
    "overlong /, 4 bytes": "f0 80 80 af",
    "overlong U+FFFF, 4 bytes": "f0 8f bf bf",
    "overlong U+0000, 5 bytes": "f8 80 80 80 80",
    "overlong U+0000, 6 bytes": "fc 80 80 80 80 80",
    "surrogate U+D800": "ed a0 80",
    "surrogate U+DB7F": "ed ad bf",
    "surrogate U+DBFF": "ed af bf",
    "surrogate U+DC00": "ed b0 80",
    "surrogate U+DFFF": "ed bf bf",
    "surrogates U+D800 U+DC00": "ed a0 80 ed b0 80",
    "surrogates U+DBFF U+DFFF": "ed af bf ed bf bf",
    "U+110000": "f4 90 80 80",
    "U+13FFFF": "f4 bf bf bf",
    "U+140000": "f5 80 80 80",
    "U+1FFFFF": "f7 bf bf bf",
    "U+200000, 5 bytes": "f8 88 80 80 80",
    "U+3FFFFFF, 5 bytes": "fb bf bf bf bf",
    "U+4000000, 6 bytes": "fc 84 80 80 80 80",
    "U+7FFFFFFF, 6 bytes": "fd bf bf bf bf bf",
    "byte FE": "fe",
    "byte FF": "ff",
    "bytes FE FF": "fe ff",
    "a lone continuation byte 80": "80",
    "a lone continuation byte BF": "bf",
    "a character and a continuation byte": "c2 b5 80",
    "2 bytes without the last": "c3",
    "3 bytes without the last": "e2 82",
    "3 bytes without the last two": "e2",
    "4 bytes without the last": "f0 9f 98",
    "4 bytes without the last two": "f0 9f",
    "4 bytes without the last three": "f0",
    "2 bytes, the second a first one": "c3 c3",
    "3 bytes, the third a first one": "e2 82 e2",
    "4 bytes, the fourth ASCII": "f0 9f 98 41",
}
ENDINGS = ["c3", "e2", "e2 82", "f0", "f0 9f", "f0 9f 98"]
REFUSED = [
    *(
        fails("8.1", name, text(b'{"type":"message","text":"a%bb"}' % bytes.fromhex(data)), wanted=NOT_UTF8)
        for name, data in INVALID.items()
    ),
    *(
        fails("8.1", f"a message that ends in {data}", text(message("hi") + bytes.fromhex(data)), wanted=NOT_UTF8)
        for data in ENDINGS
    ),
    fails("8.1", "nothing but a first byte", text(b"\xc3"), wanted=NOT_UTF8),
    fails("8.1", "the last of 60000 bytes", text(b"x" * 60_000 + b"\xff"), wanted=NOT_UTF8),
    fails("8.1", "a bad byte after NULs", text(b"\0\0\0\xff"), wanted=NOT_UTF8),
]

# 2, 3 and 4 bytes; nothing else in the text, so that every cut between its bytes is a row.
TEXT = "\u00b5\u20ac\U0001f600"
WHOLE = message(TEXT)
BEGIN = WHOLE.index(TEXT.encode())
MIXED = "\u00b5\u07ff\u0800\u20ac\ufffd\U00010000\U0010ffff"
FACES, EUROS, LONG = "\U0001f600" * 30, "\u20ac" * 30, "\u20ac" * 15_000
SPLIT = [
    *(
        arrives("8.1", f"2, 3 and 4 bytes in two fragments, cut at byte {place - BEGIN}", *pieces(WHOLE, place), content=TEXT)
        for place in range(BEGIN, BEGIN + 10)
    ),
    *(
        arrives("8.1", f"2, 3 and 4 bytes in two segments, cut at byte {place}", Cut(text(WHOLE), (6 + BEGIN + place,)),
                content=TEXT)
        for place in range(1, 9)
    ),
    arrives("8.1", "a byte in each fragment", *pieces(WHOLE, *range(1, len(WHOLE))), content=TEXT),
    arrives("8.1", "a byte in each fragment, edges of all lengths", *pieces(message(MIXED), *range(BEGIN, BEGIN + 24)),
            content=MIXED),
    *(
        arrives("8.1", f"4 bytes each, fragments of {size}", *pieces(message(FACES), *range(30, 140, size)), content=FACES)
        for size in (2, 3, 5, 7)
    ),
    *(
        arrives("8.1", f"3 bytes each, fragments of {size}", *pieces(message(EUROS), *range(27, 110, size)), content=EUROS)
        for size in (2, 4)
    ),
    arrives("8.1", "an empty fragment within a character", *pieces(WHOLE, BEGIN + 7, BEGIN + 7), content=TEXT),
    arrives("8.1", "many empty fragments within a character", *pieces(WHOLE, *[BEGIN + 3] * 20), content=TEXT),
    Case("8.1", "a ping within a character", (text(WHOLE[: BEGIN + 6], fin=False), Frame(PING, b"\x9f\x98"), AwaitPong(),
         Frame(CONTINUATION, WHOLE[BEGIN + 6 :])), (Pong(b"\x9f\x98"), Said(TEXT))),
    *(
        arrives("8.1", f"15000 characters of 3 bytes, cut at byte {place}", *pieces(message(LONG), place), content=LONG)
        for place in (20_000, 20_001, 20_002)
    ),
]


def bad_split(name, *parts):
    """Fragments of a message that is no UTF-8 as a whole; at the first bad one or at the end."""
    data = [bytes.fromhex(part) for part in parts]
    frames = [text(b"a" + data[0], fin=False), *(Frame(CONTINUATION, part, fin=False) for part in data[1:-1])]
    choice = "as soon as it is certain, or at the end of the message"
    return fails("8.1", f"in fragments: {name}", *frames, Frame(CONTINUATION, data[-1]), wanted=NOT_UTF8, choice=choice)


BAD_SPLIT = [
    bad_split("2 bytes, the second one ASCII", "c3", "41"),
    bad_split("3 bytes, the second one bad", "e2", "28 a1"),
    bad_split("3 bytes, the third one bad", "e2 82", "28"),
    bad_split("4 bytes, each in its own, the last bad", "f0", "9f", "98", "41"),
    bad_split("a surrogate", "ed", "a0 80"),
    bad_split("a surrogate, cut before its end", "ed a0", "80"),
    bad_split("a surrogate pair", "ed a0 80", "ed b0 80"),
    bad_split("an overlong /", "c0", "af"),
    bad_split("an overlong of 3 bytes", "e0", "9f", "bf"),
    bad_split("an overlong of 4 bytes", "f0", "8f bf bf"),
    bad_split("U+110000", "f4", "90 80 80"),
    bad_split("a character, then a continuation byte", "c3 a9", "80"),
    bad_split("a lone continuation byte", "62", "80", "63"),
    bad_split("bad in the first", "ff", "62"),
    bad_split("bad in the middle", "62", "fe", "63"),
    bad_split("bad in the last", "62", "63", "c1 bf"),
    bad_split("unfinished at the end, 2 bytes", "62", "c3"),
    bad_split("unfinished at the end, 3 bytes", "e2", "82"),
    bad_split("unfinished at the end, 4 bytes", "f0 9f", "98"),
    bad_split("unfinished, then an empty fragment", "f0 9f 98", ""),
]

CASES = VALID + REFUSED + SPLIT + BAD_SPLIT
