"""Sections 5.1 and 5.3: what a client sends is masked, what a server sends is not (which the reader checks in every row)."""

from .case import Case, Pong, Said, Together, closed
from .frames import BINARY, CLOSE, CONTINUATION, MASK, PING, PONG, Frame, close, masked, text
from .rows import PROTOCOL_ERROR, arrives, fails, message, pieces, say

WHY = "1002 may be left out, but says why"


def unmasked(name, *sent, wanted=PROTOCOL_ERROR):
    return fails("5.1", f"unmasked {name}", *sent, wanted=wanted, choice=WHY)


UNMASKED = [
    unmasked("text", say("hi", key=None)),
    unmasked("empty text", text(b"", key=None)),
    unmasked("text of 200 bytes", say("hi", 200, key=None)),
    unmasked("text of 66000 bytes", say("hi", 66_000, key=None)),
    unmasked("binary", Frame(BINARY, b"x", key=None)),
    unmasked("ping", Frame(PING, b"x", key=None)),
    unmasked("empty ping", Frame(PING, key=None)),
    unmasked("pong", Frame(PONG, b"x", key=None)),
    unmasked("close", close(1000, key=None)),
    unmasked("empty close", Frame(CLOSE, key=None)),
    unmasked("first fragment", text(b'{"type":', fin=False, key=None), Frame(CONTINUATION, b'"message","text":"hi"}')),
    unmasked("last fragment", text(b'{"type":', fin=False), Frame(CONTINUATION, b'"message","text":"hi"}', key=None)),
    unmasked("text after a masked ping", Frame(PING, b"a"), say("hi", key=None), wanted=(Pong(b"a"), closed(1002))),
    unmasked("text in one segment with a masked one", Together((Frame(PONG), say("hi", key=None)))),
]

KEYS = ["00000000", "ffffffff", "00ff00ff", "ff000000", "80000000", "00000001", "7f7f7f7f", "81858183"]
PAYLOAD = message("hi")
MASKED = [
    *(arrives("5.3", f"key {key}", say("hi", key=bytes.fromhex(key))) for key in KEYS),
    arrives("5.3", "a key that makes the first bytes zero", say("hi", key=PAYLOAD[:4])),
    arrives("5.3", "a key that makes the payload look like a close frame", say("hi", key=masked(PAYLOAD[:4], b"\x88\x80\0\0"))),
    *(arrives("5.3", f"a payload of 4n + {rest} bytes", say("hi", 60 + rest)) for rest in range(4)),
    *(
        Case("5.3", f"ping, key {key}", (Frame(PING, b"\0\1\xfe\xffabc", key=bytes.fromhex(key)),), (Pong(b"\0\1\xfe\xffabc"),))
        for key in KEYS[:4]
    ),
    arrives("5.3", "another key for each fragment",
            *pieces(PAYLOAD, 3, 8, 9, 20, keys=[bytes([n, 7 * n, 255 - n, 1]) for n in range(5)])),
    Case("5.3", "another key for each message", (say("a", key=b"abcd"), say("b", key=MASK), say("c", key=b"\xff\0\0\0")),
         (Said("a"), Said("b"), Said("c"))),
    Case("5.3", "close, key 00000000", (close(1001, key=bytes(4)),), (closed(1001),)),
    Case("5.1", "the server masks neither text nor pong", (say("hi"), Frame(PING, b"x")), (Said("hi"), Pong(b"x"))),
]

CASES = UNMASKED + MASKED
