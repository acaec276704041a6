"""Peers that read nothing, or never answer, while the server has something for them."""

import json
import time

from rfc6455.frames import PING, Frame, text

from .attack import STOCK, Attack
from .world import Failed, ask, event, flood, must_close, must_return_to, until

LONG = "\u20ac" * 16_000  # 48 KB on the wire


def busy_room(total, within):
    """Others write so much, and the deaf one must be gone in so many seconds: they are told that it left."""

    def play(world):
        world.joined("deaf", receive_buffer=4_096)
        busy = world.joined("busy")
        deadline = time.monotonic() + within
        for _ in range(total // 48_000):
            busy.send(text(json.dumps({"type": "message", "text": LONG}, ensure_ascii=False)).encode())
            told = event(until(busy, lambda frame: event(frame).get("type") in ("message", "user_left"), within))
            if told["type"] == "user_left" or time.monotonic() > deadline:
                break
        else:
            left = max(0.01, deadline - time.monotonic())
            told = event(until(busy, lambda frame: event(frame).get("type") == "user_left", left))
        if told["type"] != "user_left":
            raise Failed(f"still in the room after {within} s")

    return play


def deaf(world, *requests, seconds=3):
    """A peer that asks and asks and reads no answer."""
    wire = world.upgraded(receive_buffer=4_096)
    data = b"".join(text(request).encode() for request in requests)
    flood(wire, data * (1 + 65_536 // len(data)), seconds, most=32_000_000)
    return wire


def many_requests(world):
    deaf(world, b'{"type":"nonsense","ref":"%b"}' % (b"r" * 60))


def no_json(world):
    deaf(world, b"{" * 100, b"[", b"\x01\x02", b'{"type":1}')


def large_replies(world):
    """A request of 50 bytes, a reply of 240 KB."""
    if not world.is_stock:
        filler = world.joined("filler", "large")
        for _ in range(5):
            ask(filler, "message", type="message", text=LONG)
    deaf(world, b'{"type":"join","username":"m","room":"large"}')


def never_closed(world):
    """It reads nothing, so that what is due to it can never be written; then it falls silent. Its descriptor must go."""
    before = world.server.descriptors()
    deaf(world, b'{"type":"nonsense","ref":"%b"}' % (b"r" * 60), seconds=1.5)
    must_return_to(world, before, 5)


def no_pong(world):
    wire = world.joined()
    must_close(wire, [4002], 3)


def no_pong_but_pings(world):
    """Whoever sends is alive, with or without pongs."""
    wire = world.joined()
    deadline = time.monotonic() + 2.5
    while time.monotonic() < deadline:
        wire.send(Frame(PING, b"x").encode())
        until(wire, lambda frame: frame.payload == b"x", 5)
        time.sleep(0.3)


def not_greeted(world):
    lines = [world.upgraded() for _ in range(5)]
    for line in lines:
        must_close(line, [4003], 2)


ON_DISK = {"storage.kind": "sqlite", "storage.durability": "normal"}  # so that messages are not kept in memory
ENDLESS = {"limits.backlog": 1_073_741_824, "limits.backlogAge": 0}
ATTACKS = [
    Attack("deaf in a busy room", "24 MB are written in its room; it reads nothing",
           "closed (4000): the others hear that it left",
           busy_room(24_000_000, 20), growth=18, within=20, without=ENDLESS,
           settings={**ON_DISK, "limits.backlog": 65_536, "net.ping": 600_000}),
    Attack("deaf in a quiet room", "8 MB are written in its room; it reads nothing, and limits.backlog is 1 GiB",
           "closed (4000) within limits.backlogAge (1.5 s) and some",
           busy_room(8_000_000, 8), growth=32, within=8, without=ENDLESS,
           settings={**ON_DISK, "limits.backlog": 1_073_741_824, "limits.backlogAge": 1_500, "net.ping": 600_000}),
    Attack("many requests, no reply read", "up to 32 MB of requests in 3 s", "the server stops reading",
           many_requests, growth=4, within=4, without=STOCK),
    Attack("invalid JSON, no reply read", "up to 32 MB of what is no JSON in 3 s", "the server stops reading",
           no_json, growth=4, within=4, without=STOCK),
    Attack("large replies, none read", "up to 32 MB of requests for 240 KB each", "the server stops reading",
           large_replies, growth=6, within=6, without=STOCK),
    Attack("deaf for ever", "requests until the server stops reading, then silence; no answer is ever read",
           "its descriptor is closed within 5 s (net.ping is 0.4 s)",
           never_closed, growth=4, within=7, settings={"net.ping": 400}, without=STOCK),
    Attack("no pong", "nothing, not even pongs", "4002 within 2.5 net.ping (0.4 s) and 2 s",
           no_pong, growth=1, within=3, settings={"net.ping": 400}, without={"net.ping": 600_000}),
    Attack("no pong, but pings", "no pong, but a ping each 0.3 s", "nobody is closed who is heard of",
           no_pong_but_pings, growth=1, within=4, settings={"net.ping": 400}, without="nothing is attacked"),
    Attack("silent after the upgrade", "5 WebSockets on which nothing is said", "4003 within net.greetingTimeout (1 s) and 1 s",
           not_greeted, growth=1, within=2.5, settings={"net.greetingTimeout": 1_000}, without={"net.greetingTimeout": 600_000}),
]
