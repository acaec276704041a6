"""Section 5.4: messages in fragments, and what may come between them."""

from .case import AwaitPong, Case, Maybe, Pause, Pong, Said, Told, Together, closed
from .frames import BINARY, CLOSE, CONTINUATION, PING, PONG, Frame, close, text
from .rows import NOT_UTF8, POLICY, TOO_BIG, arrives, fails, message, pieces, say

MIB = 1_048_576
WHOLE = message("in fragments")
START, MIDDLE, END = text(WHOLE[:9], fin=False), Frame(CONTINUATION, WHOLE[9:20], fin=False), Frame(CONTINUATION, WHOLE[20:])
EMPTY, LAST_EMPTY = Frame(CONTINUATION, fin=False), Frame(CONTINUATION)


def whole(name, *sent, section="5.4", **more):
    return arrives(section, name, *sent, content="in fragments", **more)


def evenly(data, count):
    """So many fragments, none of them empty."""
    return pieces(data, *(len(data) * number // count for number in range(1, count)))


OWN = "a limit of this server's own"
FRAGMENTS = [
    *(whole(f"{count} fragments", *evenly(message("in fragments", 200), count)) for count in (2, 3, 4, 5, 8, 16, 32, 63, 64)),
    whole("a byte in each fragment", *pieces(WHOLE, *range(1, len(WHOLE)))),
    whole("64 fragments in one segment", Together(evenly(message("in fragments", 200), 64))),
    whole("three fragments, a pause between them", START, Pause(), MIDDLE, Pause(), END),
    whole("three fragments in one segment", Together((START, MIDDLE, END))),
    whole("an empty first fragment", *pieces(WHOLE, 0)),
    whole("an empty fragment in the middle", START, EMPTY, MIDDLE, END),
    whole("an empty last fragment", START, MIDDLE, Frame(CONTINUATION, WHOLE[20:], fin=False), LAST_EMPTY),
    whole("empty fragments all over", *pieces(WHOLE, 0, 0, 9, 9, 9, 20, len(WHOLE), len(WHOLE))),
    whole("64 fragments, most of them empty", START, MIDDLE, *[EMPTY] * 61, END),
    Case("5.4", "three empty fragments", (text(b"", fin=False), EMPTY, LAST_EMPTY), (Told("invalid_json"),)),
    whole("fragments of 125, 126 and 127 bytes", *pieces(message("in fragments", 500), 125, 251, 378)),
    whole("fragments of 65535 and 65536 bytes", *pieces(message("in fragments", 140_000), 65_535, 131_071)),
    whole("1 MiB in 64 fragments", *evenly(message("in fragments", MIB), 64)),
    Case("5.4", "a message in fragments, then a whole one", (START, MIDDLE, END, say("b")), (Said("in fragments"), Said("b"))),
    Case("5.4", "two messages in fragments", (START, MIDDLE, END, START, MIDDLE, END), (Said("in fragments"),) * 2),
    fails("10.4", "65 fragments", *evenly(message("in fragments", 200), 65), wanted=POLICY, choice=OWN),
    fails("10.4", "65 fragments, most of them empty", START, MIDDLE, *[EMPTY] * 62, END, wanted=POLICY, choice=OWN),
]

CONTROLS = [
    Case("5.4", "a ping between fragments is answered before the end", (START, Frame(PING, b"p"), AwaitPong(), MIDDLE, END),
         (Pong(b"p"), Said("in fragments"))),
    Case("5.4", "a ping between all fragments",
         (START, Frame(PING, b"p"), AwaitPong(), MIDDLE, Frame(PING, b"q"), AwaitPong(), END),
         (Pong(b"p"), Pong(b"q"), Said("in fragments"))),
    Case("5.4", "a ping of 125 bytes between fragments", (START, Frame(PING, b"p" * 125), AwaitPong(), MIDDLE, END),
         (Pong(b"p" * 125), Said("in fragments"))),
    Case("5.4", "a ping between fragments in one segment", (Together((START, Frame(PING, b"p"), MIDDLE, END)),),
         (Pong(b"p"), Said("in fragments"))),
    whole("a pong between fragments", START, Frame(PONG, b"p"), MIDDLE, Frame(PONG), END),
    Case("5.5.1", "a close between fragments", (START, close(1000)), (closed(1000),)),
    Case("5.5.1", "a close between fragments, then the rest", (START, close(1001), MIDDLE, END), (closed(1001),)),
    Case("5.4", "a ping between the fragments of an unfinished message", (START, Frame(PING, b"p")), (Pong(b"p"),)),
]

ORDER = [
    fails("5.4", "a continuation without a beginning", Frame(CONTINUATION, b"x")),
    fails("5.4", "an empty continuation without a beginning", Frame(CONTINUATION)),
    fails("5.4", "a continuation without a beginning, not final", Frame(CONTINUATION, b"x", fin=False)),
    fails("5.4", "a continuation without a beginning, then a text", Frame(CONTINUATION, b"x", fin=False), say("hi")),
    fails("5.4", "a continuation after a whole message", say("a"), Frame(CONTINUATION, b"x"),
          wanted=(Maybe(Said("a")), closed(1002)), choice="the answer may be too late"),
    fails("5.4", "a continuation after a message in fragments", START, MIDDLE, END, Frame(CONTINUATION, b"x"),
          wanted=(Maybe(Said("in fragments")), closed(1002)), choice="the answer may be too late"),
    fails("5.4", "a continuation after a ping", Frame(PING, b"p"), AwaitPong(), Frame(CONTINUATION, b"x"),
          wanted=(Pong(b"p"), closed(1002))),
    fails("5.4", "a text within a message", START, say("hi")),
    fails("5.4", "a text within a message, not final", START, text(b"x", fin=False)),
    fails("5.4", "an empty text within a message", START, text(b"")),
    fails("5.4", "a text before the last fragment", START, MIDDLE, say("hi"), END),
    fails("5.4", "a text after a ping within a message", START, Frame(PING, b"p"), AwaitPong(), say("hi"),
          wanted=(Pong(b"p"), closed(1002))),
    fails("5.4", "a binary within a text message", START, Frame(BINARY, b"x")),
    fails("5.4", "a binary within a text message, not final", START, Frame(BINARY, b"x", fin=False)),
    *(
        fails("5.5", f"a {name} that is not final", Frame(opcode, payload, fin=False))
        for name, opcode, payload in (
            ("ping", PING, b"x"), ("pong", PONG, b"x"), ("close", CLOSE, b"\x03\xe8"),
            ("empty ping", PING, b""), ("empty pong", PONG, b""), ("empty close", CLOSE, b""),
        )
    ),
    fails("5.5", "a ping in two fragments", Frame(PING, b"x", fin=False), Frame(CONTINUATION, b"y")),
    fails("5.5", "a ping that is not final, within a message", START, Frame(PING, b"x", fin=False)),
]


def totals(name, frames, wanted, server):
    return Case("10.4", name, tuple(frames), wanted, server=server)


FULL = message("in fragments", 65_536)
TOTALS = [
    totals("limit 64 KiB: 65536 bytes in two fragments", evenly(FULL, 2), (Said("in fragments"),), "narrow"),
    totals("limit 64 KiB: 65536 bytes, the last fragment empty", pieces(FULL, 65_536), (Said("in fragments"),), "narrow"),
    totals("limit 64 KiB: 65537 bytes in two fragments", evenly(message("hi", 65_537), 2), TOO_BIG, "narrow"),
    totals("limit 64 KiB: 65537 bytes, one in the last fragment", pieces(message("hi", 65_537), 65_536), TOO_BIG, "narrow"),
    totals("limit 64 KiB: 3 x 30000 bytes", pieces(message("hi", 90_000), 30_000, 60_000), TOO_BIG, "narrow"),
    totals("limit 64 KiB: 128 KiB in 64 fragments", evenly(message("hi", 131_072), 64), TOO_BIG, "narrow"),
    totals("limit 1 MiB: one more, in two fragments", evenly(message("hi", MIB + 1), 2), TOO_BIG, "wide"),
    totals("limit 64 KiB: a last fragment with a head of 2^40", [START, Frame(CONTINUATION, length=2**40)], TOO_BIG, "narrow"),
]

UNSUPPORTED = (closed(1003),)
BINARIES = [
    fails("5.6", "a binary message", Frame(BINARY, b"\0\1\2\xff"), wanted=UNSUPPORTED),
    fails("5.6", "an empty binary message", Frame(BINARY), wanted=UNSUPPORTED),
    fails("5.6", "a binary message with JSON in it", Frame(BINARY, WHOLE), wanted=UNSUPPORTED),
    fails("5.6", "a binary message of 65536 bytes", Frame(BINARY, b"\xff" * 65_536), wanted=UNSUPPORTED),
    fails("5.6", "a binary message in two fragments", Frame(BINARY, b"\0", fin=False), Frame(CONTINUATION, b"\xff"),
          wanted=UNSUPPORTED, choice="at the first or at the last fragment"),
    fails("5.6", "a binary message in empty fragments", Frame(BINARY, fin=False), EMPTY, LAST_EMPTY, wanted=UNSUPPORTED,
          choice="at the first or at the last fragment"),
    fails("5.6", "a text that is binary", text(b"\x00\xff\xfe"), wanted=NOT_UTF8),
]

CASES = FRAGMENTS + CONTROLS + ORDER + TOTALS + BINARIES
