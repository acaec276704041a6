"""Section 5.2: the head of a frame, its lengths, and frames that come in pieces or together."""

from .case import Case, Cut, Maybe, Pong, Said, Told, Together, closed
from .frames import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, Frame, close, text
from .rows import PROTOCOL_ERROR, TOO_BIG, arrives, cuts, fails, pongs, say

MIB = 1_048_576


def rsv_name(bits):
    return " and ".join(f"RSV{number}" for number, bit in ((1, 4), (2, 2), (3, 1)) if bits & bit)


BITS = [
    arrives("5.2", "a text frame", say("hi")),
    *(fails("5.2", f"{rsv_name(bits)} on text", say("hi", rsv=bits)) for bits in (4, 2, 1, 6, 5, 3, 7)),
    *(fails("5.2", f"{rsv_name(bits)} on ping", Frame(PING, b"x", rsv=bits)) for bits in (4, 2, 1)),
    *(fails("5.2", f"{rsv_name(bits)} on pong", Frame(PONG, b"x", rsv=bits)) for bits in (4, 2, 1)),
    *(fails("5.2", f"{rsv_name(bits)} on close", close(1000, rsv=bits)) for bits in (4, 2, 1)),
    *(
        fails("5.2", f"{rsv_name(bits)} on a continuation", text(b"x", fin=False), Frame(CONTINUATION, b"y", rsv=bits))
        for bits in (4, 2, 1)
    ),
    fails("5.2", "RSV1 on an empty text", text(b"", rsv=4)),
    fails("5.2", "RSV1 on binary", Frame(BINARY, b"x", rsv=4)),
    fails("5.2", "RSV2 after a good frame", Frame(PING, b"a"), say("hi", rsv=2), wanted=(Pong(b"a"), closed(1002))),
]

RESERVED = [3, 4, 5, 6, 7, 0xB, 0xC, 0xD, 0xE, 0xF]
OPCODES = [
    *(fails("5.2", f"opcode {opcode:#x}", Frame(opcode, b"hi")) for opcode in RESERVED),
    *(fails("5.2", f"opcode {opcode:#x}, empty", Frame(opcode)) for opcode in RESERVED),
    *(fails("5.2", f"opcode {opcode:#x}, not final", Frame(opcode, b"hi", fin=False)) for opcode in RESERVED),
    fails("5.2", "opcode 0x3 within a message", text(b"x", fin=False), Frame(3, b"y"), Frame(CONTINUATION, b"z")),
    fails("5.2", "opcode 0xb within a message", text(b"x", fin=False), Frame(0xB, b"y"), Frame(CONTINUATION, b"z")),
]

LENGTHS = [
    Case("5.2", "length 0", (text(b""),), (Told("invalid_json"),)),
    Case("5.2", "length 1", (text(b"x"),), (Told("invalid_json"),)),
    *(
        arrives("5.2", f"length {size}", say("hi", size))
        for size in (124, 125, 126, 127, 128, 255, 256, 65534, 65535, 65536, 65537, 131072, 1_000_000, MIB)
    ),
    *(
        fails("5.2", f"length {size} in {form} bits", text(b"x" * size, form=form))
        for size, form in ((0, 16), (1, 16), (125, 16), (0, 64), (125, 64), (126, 64), (65535, 64))
    ),
    *(
        fails("5.2", f"{name}, length in {form} bits", Frame(opcode, b"\x03\xe8", form=form))
        for name, opcode in (("ping", PING), ("close", CLOSE))
        for form in (16, 64)
    ),
    *(
        fails("5.2", f"length 2^63{'+' if more else ''}{more or ''}", Frame(TEXT, length=2**63 + more))
        for more in (0, 5, 65536, 2**63 - 1)
    ),
]

LIMITS = [
    arrives("10.4", "limit 64 KiB: 65536 bytes", say("hi", 65536), server="narrow"),
    *(
        fails("10.4", f"limit 64 KiB: a head of {size} bytes", Frame(TEXT, length=size), wanted=TOO_BIG, server="narrow")
        for size in (65537, 70_000, MIB)
    ),
    *(
        fails("10.4", f"limit 1 MiB: a head of {name}", Frame(TEXT, length=size), wanted=TOO_BIG)
        for name, size in (
            ("1 MiB + 1", MIB + 1),
            ("2^31 - 1", 2**31 - 1),
            ("2^31", 2**31),
            ("2^32 - 1", 2**32 - 1),
            ("2^32", 2**32),
            ("2^62", 2**62),
            ("2^63 - 1", 2**63 - 1),
        )
    ),
    fails("10.4", "a binary head of 2^40", Frame(BINARY, length=2**40), wanted=(closed(1009, 1003),),
          choice="1003 as well, since it is binary"),
    fails("10.4", "too long, with all of its payload", say("hi", 65537), wanted=TOO_BIG, server="narrow"),
]

SHORT, MIDDLE, LONG = say("hi"), say("hi", 200), say("hi", 66_000)
SPLITS = [
    *cuts("5.2", "a short frame", SHORT, [1, 2, 3, 4, 5, 6, 7, 20, len(SHORT.encode()) - 1], (Said("hi"),)),
    *cuts("5.2", "a frame of 200 bytes", MIDDLE, [1, 2, 3, 4, 5, 6, 7, 8, 9, 207], (Said("hi"),)),
    *cuts("5.2", "a frame of 66000 bytes", LONG, [*range(1, 16), 65_536, 66_013], (Said("hi"),)),
    *cuts("5.2", "a ping", Frame(PING, b"abc"), range(1, 9), (Pong(b"abc"),)),
    *cuts("5.2", "a close", close(1000, b"x"), range(1, 9), (closed(1000),)),
    arrives("5.2", "a short frame byte by byte", Cut(SHORT, tuple(range(1, len(SHORT.encode()))))),
    arrives("5.2", "200 bytes byte by byte", Cut(MIDDLE, tuple(range(1, 208)))),
    arrives("5.2", "66000 bytes, the head byte by byte", Cut(LONG, (*range(1, 15), *range(1000, 66_000, 1000)))),
    arrives("5.2", "1 MiB in pieces of 10007 bytes", Cut(say("hi", MIB), tuple(range(10_007, MIB, 10_007)))),
    fails("5.2", "RSV1, byte by byte", Cut(text(b"hi", rsv=4), (1, 2, 3, 4, 5, 6, 7))),
    fails("10.4", "a head that is too long, byte by byte", Cut(Frame(TEXT, length=2**40), tuple(range(1, 14))), wanted=TOO_BIG),
]


def several(count):
    texts = [f"message {number}" for number in range(count)]
    return tuple(map(say, texts)), tuple(map(Said, texts))


def together(name, frames, wanted, **more):
    return Case("5.2", name, (Together(tuple(frames)),), tuple(wanted), **more)


TOGETHER = [
    together("two messages in one segment", *several(2)),
    together("ten messages in one segment", *several(10)),
    together("a hundred messages in one segment", *several(100)),
    together("message, ping, message in one segment", [say("a"), Frame(PING, b"p"), say("b")],
             [Said("a"), Pong(b"p"), Said("b")]),
    together("ping, message, pong in one segment", [Frame(PING, b"p"), say("a"), Frame(PONG, b"q")], [Pong(b"p"), Said("a")]),
    together("empty text and message in one segment", [text(b""), say("a")], [Told("invalid_json"), Said("a")]),
    together("ping and close in one segment", [Frame(PING, b"p"), close(1000)], [Maybe(Pong(b"p")), closed(1000)],
             choice="no pong is needed once a close was received (5.5.2)"),
    together("message and a bad frame in one segment", [say("a"), Frame(3, b"x")], [Maybe(Said("a")), *PROTOCOL_ERROR],
             choice="the answer may be too late"),
    Case("5.2", "two messages, cut in the second's head",
         (Cut(say("a").encode() + say("b").encode(), (len(say("a").encode()) + 1,)),), (Said("a"), Said("b"))),
    Case("5.2", "two pings, cut in the first's payload",
         (Cut(Frame(PING, b"abc").encode() + Frame(PING, b"d").encode(), (7,)),), pongs(b"abc", b"d"),
         "only the latest ping must be answered (5.5.3)"),
]

CASES = BITS + OPCODES + LENGTHS + LIMITS + SPLITS + TOGETHER
