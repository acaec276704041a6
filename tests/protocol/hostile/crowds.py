"""More connections than there is room for: silent ones, WebSockets, of one address, with TLS, without descriptors."""

import resource
import time

from rfc6455.frames import KEY

from .attack import STOCK, Attack
from .world import Failed, GoodClients, flood, must_answer, must_close, must_end, must_stay, until_end

UPGRADE = (
    "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    f"Sec-WebSocket-Key: {KEY}\r\nSec-WebSocket-Version: 13\r\n\r\n"
).encode()
CLIENT_HELLO = bytes.fromhex("16030100c8010000c40303")  # how one begins


def as_many(count):
    """Or what this program's descriptors allow."""
    return min(count, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 1_500)


def connect_flood(world):
    count = as_many(5_000)
    with GoodClients(world, within=1):
        lines = world.silent(count)
        must_end(lines, count - 1_024 - 16, 5)


def visitors(world):
    lines = world.silent(60)
    must_end(lines[:12], 10, 1)
    time.sleep(0.2)
    must_be_open(lines[12:])


def must_be_open(lines):
    for line in lines:
        line.fill(0)
        if line.end:
            raise Failed("a newer line was ended, too")


def ungreeted(world):
    lines = [world.upgraded() for _ in range(60)]
    for line in lines[:10]:
        must_close(line, [4003], 1)
    for line in lines[10:]:
        must_stay(line)


def connections(world):
    lines = [world.joined() for _ in range(20)]
    for _ in range(5):
        wire = world.wire()
        wire.send(UPGRADE)
        must_answer(wire, [503], 1)
    for line in lines:
        must_stay(line)


def per_address(world):
    lines = [world.upgraded(address="192.0.2.7") for _ in range(8)]
    for _ in range(5):
        wire = world.wire()
        wire.send(UPGRADE[:-2] + b"X-Forwarded-For: 192.0.2.7\r\n\r\n")
        must_answer(wire, [503], 1)
    with GoodClients(world, within=1):
        for line in lines:
            must_stay(line)


def idle_share(world, seconds):
    """The share of a processor that the server uses while nothing happens."""
    before = world.server.processor_time()
    time.sleep(seconds)
    return (world.server.processor_time() - before) / seconds


def must_be_idle(world):
    share = idle_share(world, 2)
    if share > 0.10:
        raise Failed(f"the server spins: {100 * share:.0f} % of a processor while nothing happens")


def full_of_websockets(world):
    """Who is too many is told so, and nobody is left without an answer."""
    lines = world.silent(400)
    for line in lines:
        line.send(UPGRADE)
    deadline = time.monotonic() + 2
    statuses = [line.http_head(deadline).split(b" ", 2)[1:2] for line in lines]
    counts = {status: statuses.count([status]) for status in (b"101", b"503")}
    if sum(counts.values()) != 400 or counts[b"101"] < 100:
        raise Failed(f"answers: {counts[b'101']} x 101, {counts[b'503']} x 503 of 400")
    must_be_idle(world)
    leave_and_return(world)


def full_of_silence(world):
    """400 of them, and a 401st that asks for something."""
    world.silent(400)
    must_be_idle(world)
    wire = world.wire()
    wire.send(UPGRADE)
    must_answer(wire, [101, 503], 1)
    leave_and_return(world)


def leave_and_return(world):
    world.drop_all()
    deadline = time.monotonic() + 1
    while True:
        try:
            return world.good_client(within=1)
        except Failed:
            if time.monotonic() > deadline:
                raise


def silent_tls(world):
    """20 say nothing, 20 begin a handshake and do not go on."""
    with GoodClients(world, within=1):
        lines = world.silent(40)
        for line in lines[:20]:
            line.send(CLIENT_HELLO)
        must_end(lines, 40, 2.5)


def many_silent_tls(world):
    with GoodClients(world, within=1):
        lines = world.silent(300)
        for line in lines:
            line.send(CLIENT_HELLO)
        must_end(lines, 300 - 256, 2)


def garbage_for_tls(world):
    for data in (UPGRADE, b"\0" * 1_000, b"\x16\x03\x01\xff\xff" + b"\xff" * 1_000, b"\x15\x03\x03\0\2\2\0"):
        wire = world.wire(plain=True)
        flood(wire, data, seconds=1, most=len(data))
        until_end(wire, 1.5)


WHILE_FULL = "less than 10 % of a processor while full; a good client within 1 s after they left"
ATTACKS = [
    Attack("connect flood", "5,000 lines on which nothing is said",
           "all but limits.visitors (1,024) are ended; good clients wait less than 1 s meanwhile",
           connect_flood, growth=64, within=12, without={"limits.visitors": 0}, alone=True),
    Attack("too many visitors", "60 lines on which nothing is said",
           "the oldest 10 are ended at once (limits.visitors is 50)",
           visitors, growth=2, within=2, settings={"limits.visitors": 50}, without={"limits.visitors": 0}),
    Attack("too many ungreeted", "60 WebSockets on which nothing is said",
           "the oldest 10 are closed (4003) at once (limits.ungreeted is 50)",
           ungreeted, growth=4, within=4, settings={"limits.ungreeted": 50}, without={"limits.ungreeted": 0}),
    Attack("too many WebSockets", "25 that join", "20 are let in (limits.connections), 5 answered with 503",
           connections, growth=4, within=4, settings={"limits.connections": 20}, without={"limits.connections": 0}),
    Attack("too many of one address", "13 WebSockets of one address",
           "8 are let in (limits.connectionsPerAddress), 5 answered with 503; others get in",
           per_address, growth=2, within=4, settings={"limits.connectionsPerAddress": 8},
           without={"limits.connectionsPerAddress": 0}),
    Attack("out of descriptors: WebSockets", "400 upgrades of a server with 256 descriptors",
           f"101 or 503 for each; {WHILE_FULL}",
           full_of_websockets, growth=24, within=9, descriptors=256, without=STOCK, alone=True),
    Attack("out of descriptors: silence", "400 silent lines to a server with 256 descriptors",
           f"101 or 503 for the next; {WHILE_FULL}",
           full_of_silence, growth=16, within=6, descriptors=256, without=STOCK, alone=True),
    Attack("40 silent TLS lines", "20 lines with nothing, 20 with half a ClientHello",
           "ended within net.headTimeout (1 s) and 1.5 s; good clients wait less than 1 s",
           silent_tls, growth=8, within=4, settings={"net.headTimeout": 1_000}, without={"net.headTimeout": 60_000}, tls=True,
           alone=True),
    Attack("300 silent TLS lines", "300 lines with half a ClientHello",
           "all but limits.handshakes (256) are ended at once; good clients wait less than 1 s",
           many_silent_tls, growth=40, within=5, settings={"net.headTimeout": 30_000}, without={"limits.handshakes": 10_000},
           tls=True, alone=True),
    Attack("garbage for TLS", "HTTP, zeros, and records that are none, to a port that speaks TLS", "the end within 1.5 s",
           garbage_for_tls, growth=2, within=8, tls=True, without="nothing to switch off"),
]
