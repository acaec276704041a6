"""Whether good peers with a round trip of 200 ms get in while others connect in masses, from one address and from 32.

usage: fairness PARLANCED [--filter TEXT] [--without-defences]

With --without-defences everybody is a trusted proxy, whose connections have no share (common/base/shares.h), and names
another address each time: then the oldest gives way, whoever it is, and each row must fail.
"""

import argparse
import pathlib
import resource
import sys
import threading
import time
from dataclasses import dataclass

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from fairness.delay import DelayProxy
from fairness.masses import HALF_HEAD, HALF_HELLO, Masses, upgrade
from hostile.world import Failed, ask, secure
from rfc6455.frames import Violation, Wire, close
from rfc6455.server import Server

ROUND_TRIP = 0.2  # s
GOOD_PEERS = 6
WITHIN = 6  # s, of some eight round trips; on a machine that has other things to do
ONE = ["127.0.0.2"]
MANY = [f"127.0.1.{number}" for number in range(1, 33)]

# Each table is small enough to turn over within a round trip, as the default ones do at the rates of an attack.
SETTINGS = {
    "storage.kind": "memory",
    "limits.handshakes": 96,
    "limits.visitors": 96,
    "limits.ungreeted": 64,
    "limits.connectionsPerAddress": 0,
}
WITHOUT = {"net.trustedProxies": "127.0.0.0/8"}


@dataclass(frozen=True)
class Row:
    name: str
    rate: int  # connections a second
    say: object  # say(number): bytes
    tls: bool = False


ROWS = [
    Row("silent TCP", 2_000, lambda _: b""),
    Row("heads that never end", 1_500, lambda _: HALF_HEAD),
    Row("WebSockets that never say hello", 500, upgrade),
    Row("silent TLS", 2_000, lambda _: b"", tls=True),
    Row("TLS that stops in its first record", 1_500, lambda _: HALF_HELLO, tls=True),
]


def get_in(port, context, problems):
    """By TLS, if there is a context, an upgrade, hello and join."""
    begun = time.monotonic()
    try:
        with Wire(port, None, context) as wire:
            wire.upgrade("10.200.0.1")
            ask(wire, "welcome", WITHIN, type="hello", protocol=2, client="fairness", name="good")
            ask(wire, "joined", WITHIN, type="join", name="good")
            wire.send(close(1000).encode())
    except (OSError, Failed, Violation) as problem:
        problems.append(f"{type(problem).__name__}: {problem}")
        return
    if time.monotonic() - begun > WITHIN:
        problems.append(f"took {time.monotonic() - begun:.1f} s")


def good_peers(port, context):
    """What went wrong for those who came one shortly after the other."""
    problems = []
    peers = [threading.Thread(target=get_in, args=(port, context, problems)) for _ in range(GOOD_PEERS)]
    for peer in peers:
        peer.start()
        time.sleep(0.1)
    for peer in peers:
        peer.join()
    return problems


def play(row, addresses, server, context):
    """What went wrong, and how many a second came."""
    with DelayProxy(server.port, ROUND_TRIP) as proxy, Masses(server.port, addresses, row.rate, row.say) as masses:
        rate = masses.wait_for(300, within=20)
        return good_peers(proxy.near_port(), context), rate


def run(options):
    """Whether each row is as it should be."""
    good = True
    more = WITHOUT if options.without_defences else {}
    for tls in (False, True):
        rows = [row for row in ROWS if row.tls == tls and options.filter in row.name]
        server = Server(options.program, {**SETTINGS, **more})
        context = secure(server) if tls else None
        with server:
            for row in rows:
                for addresses in (ONE, MANY):
                    good = report(row, addresses, options, *play(row, addresses, server, context)) and good
            code = server.stop()
        if code:
            print(f"the server ended with {code}")
            good = False
    return good


def report(row, addresses, options, problems, rate):
    is_good = bool(problems) == options.without_defences
    outcome = f"{len(problems)} of {GOOD_PEERS} did not get in" if problems else "all got in"
    of = f"{len(addresses)} address{'es' if len(addresses) > 1 else ''}"
    print(f"{'ok' if is_good else 'failed':7} {row.name}, {of}, {rate:.0f}/s: {outcome} {problems[:1] or ''}", flush=True)
    return is_good


def main():
    parser = argparse.ArgumentParser(prog="fairness")
    parser.add_argument("program", metavar="PARLANCED")
    parser.add_argument("--filter", default="", metavar="TEXT", help="only rows with this in their name")
    parser.add_argument("--without-defences", action="store_true", help="with the defence off: each row must fail then")
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits[1], limits[1]))
    begun = time.monotonic()
    good = run(parser.parse_args())
    print(f"{'all as it should be' if good else 'something is wrong'}, {time.monotonic() - begun:.0f} s")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
