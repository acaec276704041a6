"""After the upgrade: frames that are too large, too many, never finished or not allowed."""

import time

from rfc6455.frames import CONTINUATION, PING, PONG, TEXT, Frame, close, text

from .attack import STOCK, Attack
from .world import flood, must_close, must_stay, until_end

EMPTY = Frame(CONTINUATION, fin=False)
START = text(b'{"type":', fin=False)


def huge(length):
    def play(world):
        wire = world.upgraded()
        wire.send(Frame(TEXT, length=length).encode())
        must_close(wire, [1009], 1)
        flood(wire, b"x" * 65_536, seconds=3, most=64_000_000)
        until_end(wire, 3)

    return play


def huge_and_more(world):
    """The payload follows at once, whatever the server says."""
    wire = world.upgraded()
    flood(wire, Frame(TEXT, length=2**30).encode() + b"x" * 65_536, seconds=3, most=65_550)
    flood(wire, b"x" * 65_536, seconds=3, most=64_000_000)
    must_close(wire, [1009], 1)


def fragments(count):
    def play(world):
        wire = world.joined()
        wire.send(START.encode() + Frame(CONTINUATION, b" ", fin=False).encode() * count)
        must_close(wire, [1008], 1)

    return play


def empty_fragments(world):
    wire = world.joined()
    flood(wire, START.encode() + EMPTY.encode() * 10_000, seconds=3, most=60_014)
    flood(wire, EMPTY.encode() * 10_000, seconds=3, most=190_000 * 6)
    must_close(wire, [1008], 1)


def unfinished(*sent):
    def play(world):
        wire = world.joined()
        for data in sent:
            wire.send(data)
        must_close(wire, [1008], 2)

    return play


def unfinished_with_pings(world):
    """Pongs show that the server still listens; the message is never done."""
    wire = world.joined()
    wire.send(START.encode())
    for _ in range(5):
        wire.send(Frame(PING, b"x").encode())
        time.sleep(0.3)
    must_close(wire, [1008], 0.5)


def slow_frame(world):
    """A byte every 2 s: never silent for long, never done."""
    wire = world.joined()
    frame = text(b"x" * 100).encode()
    deadline = time.monotonic() + 4
    for byte in frame[:3]:
        wire.send(bytes([byte]))
        if wire.fill(min(deadline, time.monotonic() + 2)):
            break
    must_close(wire, [1008], max(0.01, deadline - time.monotonic()))


def control_flood(opcode):
    def play(world):
        wire = world.joined(receive_buffer=4_096)
        flood(wire, Frame(opcode, b"x" * 125).encode() * 100, seconds=6)
        must_close(wire, [1008], 1)

    return play


def polite_pings(world):
    wire = world.joined()
    for _ in range(25):
        must_stay(wire)
        time.sleep(0.1)


def unmasked(world):
    wire = world.joined() if not world.is_stock else world.upgraded()
    flood(wire, text(b'{"type":"message","text":"unmasked"}', key=None).encode() * 100, seconds=2, most=2_000_000)
    must_close(wire, [1002], 1)


def no_goodbye(world):
    """A close frame is due from the peer, and does not come."""
    lines = [world.joined() for _ in range(10)]
    for line in lines:
        line.send(Frame(3).encode())
        must_close(line, [1002], 1)
    for line in lines:
        until_end(line, 3)


def many_closes(world):
    wire = world.joined()
    flood(wire, close(1000).encode() * 1_000, seconds=2)
    must_close(wire, [1000], 1)
    until_end(wire, 3)


NO_FRAGMENTS = {"limits.fragments": 0}
NO_CONTROLS = {"limits.controlFrames": 0}
FINISH = {"net.frameTimeout": 1_000}
NO_HURRY = {"net.frameTimeout": 60_000}
ATTACKS = [
    Attack("1 GiB head", "the head of a text of 1 GiB, then 64 MB", "1009 at the head, then the end",
           huge(2**30), growth=1, within=7, without=STOCK),
    Attack("1 GiB head and payload", "the same, the payload at once", "1009",
           huge_and_more, growth=1, within=7, without=STOCK),
    Attack("2^62 head", "the head of a text of 2^62 bytes, then 64 MB", "1009 at the head, then the end",
           huge(2**62), growth=1, within=7, without="a plain QWebSocketServer refuses it as well"),
    Attack("fragment bomb", "a message of 66 tiny fragments, no end", "1008 at once",
           fragments(65), growth=1, within=2, without=NO_FRAGMENTS),
    Attack("empty fragments", "a message of 200,000 empty fragments, no end", "1008 at once",
           empty_fragments, growth=1, within=5, without=NO_FRAGMENTS),
    Attack("unfinished message", "a first fragment of 60 KB, then nothing", "1008 within net.frameTimeout (1 s) and 1 s",
           unfinished(text(b"x" * 60_000, fin=False).encode()), growth=1, within=2, settings=FINISH, without=NO_HURRY),
    Attack("unfinished head", "the first byte of a frame, then nothing", "1008 within net.frameTimeout (1 s) and 1 s",
           unfinished(b"\x81"), growth=1, within=2, settings=FINISH, without=NO_HURRY),
    Attack("unfinished payload", "half of a frame, then nothing", "1008 within net.frameTimeout (1 s) and 1 s",
           unfinished(text(b"x" * 1_000).encode()[:500]), growth=1, within=2, settings=FINISH, without=NO_HURRY),
    Attack("unfinished message with pings", "a first fragment, then a ping each 0.3 s",
           "1008 within net.frameTimeout (1 s) and 1 s",
           unfinished_with_pings, growth=1, within=2.3, settings=FINISH, without=NO_HURRY),
    Attack("slow frame", "a frame, one byte every 2 s", "1008 within net.frameTimeout (3 s) and 1 s",
           slow_frame, growth=1, within=4, settings={"net.frameTimeout": 3_000}, without=NO_HURRY),
    Attack("ping flood", "pings of 125 bytes for 6 s, no pong is read", "1008",
           control_flood(PING), growth=2, within=7, without=NO_CONTROLS),
    Attack("pong flood", "pongs of 125 bytes for 6 s", "1008",
           control_flood(PONG), growth=2, within=7, without=NO_CONTROLS),
    Attack("polite pings", "25 pings, 10 a second at most", "a pong for each: the limit is for floods",
           polite_pings, growth=1, within=5, without="nothing is attacked"),
    Attack("unmasked flood", "2 MB of unmasked texts", "1002", unmasked, growth=1, within=3, without=STOCK),
    Attack("no goodbye", "10 peers break a rule and do not answer the close", "1002, and the end within 3 s",
           no_goodbye, growth=1, within=5, without="how long the server waits for it is no setting"),
    Attack("a thousand closes", "close frames for 2 s", "1000 once, then the end",
           many_closes, growth=1, within=5, without="nothing to switch off"),
]
