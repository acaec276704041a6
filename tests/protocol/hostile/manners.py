"""Requests that are no JSON or too deep, and lines that end in every way but the right one."""

import socket
import time

from rfc6455.frames import CONTINUATION, TEXT, Frame, close, text

from .attack import STOCK, Attack
from .crowds import UPGRADE
from .world import Failed, GoodClients, event, flood, must_close, must_return_to, must_stay, reset, until, until_end

OBJECT = b'{"a":'
REFUSALS = 3_000  # in ten seconds; who is refused more often is closed
JOIN = b'{"type":"join","username":"m","room":"general"}'


def told(wire, codes):
    code = event(until(wire, lambda frame: frame.opcode == TEXT, 5)).get("code")
    if code not in codes:
        raise Failed(f"answered with {code}")


def deep(world):
    wire = world.joined()
    nested = b'{"type":"message","text":"a","pad":%b}'
    for data in (
        b"[" * 60_000,
        OBJECT * 10_000,
        b"[" * 30_000 + b"]" * 30_000,
        nested % (b"[" * 20 + b"]" * 20),
        nested % (OBJECT * 5_000 + b"1" + b"}" * 5_000),
        b'{"type":"message","text":%b}' % (b"[" * 20_000 + b"]" * 20_000),
    ):
        wire.send(text(data).encode())
        told(wire, ["invalid_json", "bad_request"])
    must_stay(wire)


def brackets(world):
    """As one frame, and in fragments."""
    wire = world.joined() if not world.is_stock else world.upgraded()
    flood(wire, text(b"[" * 10_000_000).encode(), seconds=3, most=10_000_000)
    must_close(wire, [1009], 2)
    wire = world.joined() if not world.is_stock else world.upgraded()
    part = Frame(CONTINUATION, b"[" * 60_000, fin=False).encode()
    flood(wire, text(b"[", fin=False).encode() + part * 166, seconds=3, most=10_000_000)
    must_close(wire, [1009, 1008], 2)


def many_keys(world):
    wire = world.joined()
    for _ in range(20):
        wire.send(text(b'{"type":"message","text":"a",' + b",".join(b'"%d":0' % n for n in range(6_000)) + b"}").encode())
        until(wire, lambda frame: frame.opcode == TEXT, 5)
    must_stay(wire)


def no_json(world):
    """Frames that are no JSON, each answered until there are too many; others do not notice."""
    with GoodClients(world, within=1):
        for _ in range(5):
            wire = world.joined() if not world.is_stock else world.upgraded()
            for _ in range(REFUSALS // 200 if not world.is_stock else 0):
                wire.send(text(b"{nonsense").encode() * 200)
                for _ in range(200):
                    told(wire, ["invalid_json"])
            wire.send(text(b"{nonsense").encode())
            must_close(wire, [1008], 2)


def crowd_of_refused(world):
    """All at once, and just as many as no line is closed for."""
    lines = [world.joined(f"m{number}") for number in range(60)]
    with GoodClients(world, within=1):
        for line in lines:
            line.send(text(b"{").encode() * (REFUSALS - 1))
        for line in lines:
            must_answer_all(line, REFUSALS - 1)
    for line in lines:
        must_stay(line)


def must_answer_all(wire, count):
    """Errors; and whatever the line is told of others."""
    for _ in range(count):
        until(wire, lambda frame: event(frame).get("code") == "invalid_json", 20)


def ungreeted_refused(world):
    """Wrong tokens, of which each counts for the address."""
    hello = b'{"type":"hello","protocol":2,"client":"x","token":"wrong"}'
    wire = world.upgraded()
    wire.send(text(hello).encode() * 21)
    must_close(wire, [1008], 2)


def half_closed(world):
    """FIN from the peer, which goes on to listen: after nothing, in a head, after the upgrade, in a frame, in a message."""
    before = world.server.descriptors()
    lines = []
    for _ in range(10):
        lines += [world.wire(), world.wire(), world.joined(), world.joined(), world.joined()]
        lines[-4].send(UPGRADE[:50])
        lines[-2].send(text(b"half a frame").encode()[:8])
        lines[-1].send(text(b"half a message", fin=False).encode())
    for line in lines:
        line.socket.shutdown(socket.SHUT_WR)
    for line in lines:
        until_end(line, 2)
    must_return_to(world, before, 2)


def resets(world):
    """RST after nothing, in a head, before and after the upgrade, in a frame, in a message, at a join, in a close."""
    before = world.server.descriptors()
    sent = (
        b"",
        UPGRADE[:50],
        UPGRADE,
        text(b"half a frame").encode()[:1],
        text(b"half a frame").encode()[:8],
        text(b"half a message", fin=False).encode(),
        text(JOIN).encode() * 20,
        close(1000).encode(),
    )
    with GoodClients(world, within=2):
        for number in range(25):
            for data in sent:
                before_upgrade = data in sent[:3]
                wire = world.wire() if before_upgrade else world.upgraded() if number % 2 else world.joined()
                wire.send(data)
                reset(wire)
                world.lines.remove(wire)
    must_return_to(world, before, 3)


def resets_while_written(world):
    """The room goes on talking while its members vanish."""
    before = world.server.descriptors()
    speaker = world.joined("speaker")
    for _ in range(10):
        lines = [world.joined() for _ in range(10)]
        speaker.send(b"".join(text(b'{"type":"message","text":"%d"}' % number).encode() for number in range(20)))
        for line in lines:
            reset(line)
            world.lines.remove(line)
        time.sleep(0.02)
    must_stay(speaker)
    must_return_to(world, before + 1, 3)


ATTACKS = [
    Attack("deep JSON", "arrays and objects up to 60,000 deep", "an error for each; the connection stays",
           deep, growth=2, within=5, without="what the protocol allows is no setting"),
    Attack("10 MB of [", "as one frame, and in 167 fragments", "1009",
           brackets, growth=2, within=8, without=STOCK),
    Attack("thousands of keys", "20 objects with 6,000 keys", "an answer for each; the connection stays",
           many_keys, growth=4, within=5, without="what the protocol allows is no setting"),
    Attack("invalid JSON flood", "3,001 frames that are no JSON, on 5 lines one after the other",
           "an error for each of 3,000, then 1008; good clients wait less than 1 s",
           no_json, growth=2, within=15, without=STOCK),
    Attack("wrong tokens", "21 in a row on one line", "1008",
           ungreeted_refused, growth=2, within=2, without=STOCK),
    Attack("60 lines of invalid JSON", "2,999 frames that are no JSON on each line, at once",
           "an error for each; good clients wait less than 1 s",
           crowd_of_refused, growth=24, within=60, without="turns are no setting; see tests/server/turns_test.cpp", alone=True),
    Attack("half-closed lines", "FIN at 5 moments, 10 times each", "the end within 2 s; no descriptor is left",
           half_closed, growth=4, within=6, without="nothing to switch off"),
    Attack("resets", "RST at 8 moments, 25 times each", "good clients do not notice; no descriptor is left",
           resets, growth=4, within=12, without="nothing to switch off"),
    Attack("resets while the room talks", "RST of 100 members", "the room goes on; no descriptor is left",
           resets_while_written, growth=4, within=8, without="nothing to switch off"),
]
