"""Section 5.5: close, ping and pong. At most 15 control frames go over one connection: the server allows a burst of 20."""

from .case import AwaitPong, Case, Cut, Maybe, Pong, Said, Together, closed
from .frames import CLOSE, PING, PONG, Frame, close, text
from .rows import PROTOCOL_ERROR, arrives, fails, pongs, say

LATEST = "only the latest ping must be answered (5.5.3)"
AFTER_CLOSE = "the server may hang up before it has read the rest"


def pattern(size):
    """Bytes of every value, so that a changed, missing or moved one is seen."""
    return bytes((7 * number + size) % 256 for number in range(size))


def each_awaited(payloads):
    return tuple(step for payload in payloads for step in (Frame(PING, payload), AwaitPong()))


def ping_sizes(first, last):
    payloads = [pattern(size) for size in range(first, last + 1)]
    return Case("5.5.2", f"pings of {first} to {last} bytes", each_awaited(payloads), tuple(map(Pong, payloads)))


NUMBERS = [b"1", b"2", b"3", b"1", b"2", b"6", b"7", b"8", b"9", b"10"]
PINGS = [
    Case("5.5.2", "a ping without a payload", (Frame(PING),), (Pong(),)),
    Case("5.5.2", "a ping with a text", (Frame(PING, b"Hello"),), (Pong(b"Hello"),)),
    Case("5.5.2", "a ping with bytes that are no UTF-8", (Frame(PING, b"\0\xff\xfe\xc0\x80"),), (Pong(b"\0\xff\xfe\xc0\x80"),)),
    Case("5.5.2", "a ping that looks like frames", (Frame(PING, b"\x88\x80\x81\x05abcde"),), (Pong(b"\x88\x80\x81\x05abcde"),)),
    *(ping_sizes(first, min(first + 13, 125)) for first in range(0, 126, 14)),
    Case("5.5.2", "a ping of 125 bytes, byte by byte", (Cut(Frame(PING, pattern(125)), tuple(range(1, 131))),),
         (Pong(pattern(125)),)),
    Case("5.5.2", "pings keep their order", each_awaited(NUMBERS), tuple(map(Pong, NUMBERS))),
    Case("5.5.3", "two pings in one segment", (Together((Frame(PING, b"1"), Frame(PING, b"2"))),), pongs(b"1", b"2"), LATEST),
    Case("5.5.3", "ten pings in one segment", (Together(tuple(Frame(PING, n) for n in NUMBERS)),), pongs(*NUMBERS), LATEST),
    Case("5.5.3", "ten pings, one after the other", tuple(Frame(PING, n) for n in NUMBERS), pongs(*NUMBERS), LATEST),
    Case("5.5.2", "a ping after each of two messages",
         (say("a"), Frame(PING, b"1"), AwaitPong(), say("b"), Frame(PING, b"2"), AwaitPong()),
         (Said("a"), Pong(b"1"), Said("b"), Pong(b"2"))),
    fails("5.5", "a ping of 126 bytes", Frame(PING, b"x" * 126)),
    fails("5.5", "a ping of 65536 bytes", Frame(PING, b"x" * 65_536)),
    fails("5.5", "the head of a ping of 126 bytes", Frame(PING, length=126)),
]

PONGS = [
    arrives("5.5.3", "an unasked pong", Frame(PONG), say("hi")),
    arrives("5.5.3", "an unasked pong with a payload", Frame(PONG, b"unasked"), say("hi")),
    arrives("5.5.3", "an unasked pong of 125 bytes", Frame(PONG, pattern(125)), say("hi")),
    arrives("5.5.3", "ten unasked pongs", Together((Frame(PONG, b"x"),) * 10), say("hi")),
    Case("5.5.3", "a pong, then a ping of the same", (Frame(PONG, b"x"), Frame(PING, b"x")), (Pong(b"x"),)),
    fails("5.5", "a pong of 126 bytes", Frame(PONG, b"x" * 126)),
    fails("5.5", "the head of a pong of 65536 bytes", Frame(PONG, length=65_536)),
]

CLEAN = {"within": 1.5, "how": ("fin",)}
CLOSES = [
    Case("5.5.1", "a close without a code", (Frame(CLOSE),), (closed(1000, None, **CLEAN),),
         "an echo has no code, 1000 says the same"),
    fails("5.5.1", "a close of one byte", Frame(CLOSE, b"\x03")),
    fails("5.5.1", "a close of one byte, zero", Frame(CLOSE, b"\0")),
    Case("7.1.1", "close 1000: answered, then the line is closed", (close(1000),), (closed(1000, **CLEAN),)),
    Case("5.5.1", "close with a reason", (close(1000, b"bye"),), (closed(1000, **CLEAN),)),
    Case("5.5.1", "close with a reason beyond ASCII", (close(1000, "tschüß 😀".encode()),), (closed(1000, **CLEAN),)),
    Case("5.5.1", "close of 125 bytes", (close(1000, b"x" * 123),), (closed(1000, **CLEAN),)),
    Case("5.5.1", "close of 124 bytes, three to a character", (close(1000, "€".encode() * 40 + b"xx"),),
         (closed(1000, **CLEAN),)),
    fails("5.5", "close of 126 bytes", close(1000, b"x" * 124)),
    fails("5.5", "close of 65537 bytes", close(1000, b"x" * 65_535)),
    fails("5.5", "the head of a close of 126 bytes", Frame(CLOSE, length=126)),
    Case("5.5.1", "close byte by byte", (Cut(close(1000, b"bye"), tuple(range(1, 11))),), (closed(1000, **CLEAN),)),
    Case("5.5.1", "message, answer, close", (say("hi"), Frame(PING, b"p"), AwaitPong(), close(1000)),
         (Maybe(Said("hi")), Pong(b"p"), closed(1000)), "the answer to the message may be too late"),
]


def after_close(name, *frames, section="5.5.1"):
    return Case(section, f"{name} after close", (Together((close(1000), *frames)),), (closed(1000),), AFTER_CLOSE)


AFTER = [
    after_close("ping", Frame(PING, b"p"), section="5.5.2"),
    after_close("ten pings", *[Frame(PING, b"p")] * 10, section="5.5.2"),
    after_close("a message", say("hi")),
    after_close("a message in fragments", text(b"x", fin=False), text(b"y", fin=False)),
    after_close("another close", close(1001)),
    after_close("a close without a code", Frame(CLOSE)),
    after_close("a bad close", Frame(CLOSE, b"\x03")),
    after_close("an unmasked frame", say("hi", key=None)),
    after_close("a reserved opcode", Frame(0xB, b"x")),
    after_close("a text that is no UTF-8", text(b"\xff")),
    after_close("half a frame", b"\x81\xfe\x00"),
    after_close("garbage", b"\xff" * 1000),
    Case("5.5.1", "close within a message, then another", (text(b"x", fin=False), close(1000), close(1000)),
         (closed(1000),), AFTER_CLOSE),
    Case("7.1.7", "a ping after a protocol error", (Together((Frame(3), Frame(PING, b"p"))),), PROTOCOL_ERROR),
    Case("7.1.7", "a message after a protocol error", (Together((Frame(3), say("hi"))),), PROTOCOL_ERROR),
    Case("7.1.7", "a second error after the first", (Together((Frame(3), text(b"\xff"))),), PROTOCOL_ERROR),
]

CASES = PINGS + PONGS + CLOSES + AFTER
