"""Before the upgrade: heads of requests that are slow, endless or too many."""

import re
import time

from .attack import STOCK, Attack
from .world import Failed, flood, must_answer, must_end, until_end

UPGRADE = b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
ASK = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def slow_head(world):
    """A byte each 100 ms: never silent, never done."""
    wire = world.wire()
    deadline = time.monotonic() + 1.5
    for byte in UPGRADE:
        wire.send(bytes([byte]))
        if wire.fill(time.monotonic() + 0.1) or wire.end or time.monotonic() > deadline:
            break
    must_answer(wire, [408], 0.1)
    until_end(wire, 3)


def half_head(world):
    wire = world.wire()
    wire.send(UPGRADE)
    must_answer(wire, [408], 1.5)
    until_end(wire, 3)


def silent(world):
    lines = world.silent(10)
    must_end(lines, 10, 16.5)


def endless(data):
    def play(world):
        wire = world.wire()
        flood(wire, data, seconds=2, most=16_000_000)
        must_answer(wire, [400, 431], 1)
        until_end(wire, 3)

    return play


def many_slow_heads(world):
    """Each just below the limit, none of them complete: 200 x 16 KB."""
    lines = [world.wire() for _ in range(200)]
    for line in lines:
        line.send(UPGRADE + b"X: " + b"x" * 16_000)
    must_end(lines, 200, 3)


def body(world):
    wire = world.wire()
    wire.send(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10000000000\r\n\r\n")
    must_answer(wire, [405, 413], 1)
    flood(wire, b"x" * 65_536, seconds=3, most=64_000_000)
    until_end(wire, 3)


def pipelined(world):
    """Twenty thousand requests in a row, and no answer is read before all are sent or nothing goes out any more."""
    wire = world.wire()
    flood(wire, ASK * 100, seconds=2, most=20_000 * len(ASK))
    answers = 0
    deadline = time.monotonic() + 6
    while not wire.end and time.monotonic() < deadline:
        wire.fill(deadline)
        answers += wire.received.count(b"HTTP/1.1 200 ")
        wire.received = b""
    if not 1 <= answers <= 200:
        raise Failed(f"{answers} answers")
    if not wire.end:
        raise Failed("the line is still open")


def ask_for(path):
    return b"GET " + path + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def large_file(world):
    """The path of a large file of the page. The page itself says under which address its build's files are."""
    wire = world.wire()
    wire.send(ask_for(b"/"))
    must_answer(wire, [200], 2)
    deadline = time.monotonic() + 2
    while b"</html>" not in wire.received and wire.fill(deadline):
        pass
    build = re.search(rb"js/\w+/", wire.received)
    if not build:
        raise Failed("the page names no modules")
    return b"/" + build[0] + b"text/emojitable.js"


def unread_pages(world):
    """20 peers that ask for a large file again and again and read nothing."""
    path = large_file(world)
    wire = world.wire()
    wire.send(ask_for(path))
    must_answer(wire, [200], 2)
    deadline = time.monotonic() + 2
    while wire.fill(deadline) and len(wire.received) < 32_768:
        pass
    if len(wire.received) < 32_768:
        raise Failed(f"{path.decode()} is not large: {len(wire.received)} bytes; name another file here")
    for _ in range(20):
        flood(world.wire(receive_buffer=4_096), ask_for(path) * 200, seconds=0.2, most=200 * len(ask_for(path)))
    time.sleep(1.5)


QUICK = {"net.headTimeout": 500}
PATIENT = {"net.headTimeout": 60_000}
ATTACKS = [
    Attack("slow head", "the head of an upgrade, a byte each 100 ms",
           "408 within net.headTimeout (0.5 s) and 1 s, then the end",
           slow_head, growth=1, within=4.5, settings=QUICK, without=PATIENT),
    Attack("half a head", "the first four lines of an upgrade, then silence", "408 within net.headTimeout (0.5 s) and 1 s",
           half_head, growth=1, within=4.5, settings=QUICK, without=PATIENT),
    Attack("many half heads", "200 heads of 16 KB without an end", "all ended within net.headTimeout (0.5 s) and 2.5 s",
           many_slow_heads, growth=16, within=5, settings=QUICK, without=PATIENT),
    Attack("endless line", "up to 16 MB without a line end", "431 or 400, then the end",
           endless(b"x" * 65_536), growth=1, within=6, without=STOCK),
    Attack("endless lines", "up to 16 MB of header lines", "431 or 400, then the end",
           endless(b"X-Line: 1\r\n" * 5_000), growth=1, within=6, without=STOCK),
    Attack("body without end", "a POST with 10 GB, of which 64 MB are sent", "405 or 413 at its head, then the end",
           body, growth=1, within=7, without="that no request has a body is no setting"),
    Attack("pipelining flood", "20,000 requests in a row, no answer read meanwhile", "at most 200 answers, then the end",
           pipelined, growth=2, within=9, without="how many requests a line may carry is no setting"),
    Attack("pages, none read", "20 lines with 200 requests each for a file of 64 KB, no answer read",
           "one answer at a time is made: the server reads on when it is taken",
           unread_pages, growth=8, within=7, without="what is made ready for a line is no setting"),
    Attack("silent after connect", "10 lines on which nothing is said", "ended within 15 s and 1.5 s",
           silent, growth=1, within=16.5, without="how long a browser's spare line may wait is no setting"),
]
