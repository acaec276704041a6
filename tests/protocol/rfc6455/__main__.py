"""Runs the suite against a started parlanced, several rows at a time.

usage: rfc6455 PARLANCED [--filter TEXT] [--workers N]
       rfc6455 --list | --markdown [--filter TEXT]
"""

import argparse
import itertools
import pathlib
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from rfc6455 import case, closing, control, fragmentation, framing, masking, opening, request, sizes, texts
from rfc6455.frames import shown
from rfc6455.server import Server

GROUPS = {
    "opening handshake": opening,
    "framing": framing,
    "masking": masking,
    "fragmentation": fragmentation,
    "control frames": control,
    "texts": texts,
    "closing": closing,
    "sizes sent": sizes,
}

# No limit but those that rows are about; the forwarded address is each row's own.
COMMON = {
    "storage.kind": "memory",
    "limits.messages": 0,
    "limits.connectionsPerAddress": 0,
    "limits.newRoomsPerHour": 0,
    "limits.text": 16_000,
    "net.trustedProxies": "127.0.0.1",
    "net.ping": 600_000,
}
SERVERS = {"wide": {**COMMON, "limits.frame": 1_048_576}, "narrow": COMMON}


def main():
    options = read_options()
    rows = [(group, row) for group, module in GROUPS.items() for row in module.CASES]
    assert len({(row.section, row.name) for _, row in rows}) == len(rows), "two rows of one section have the same name"
    wanted = options.filter.lower()
    rows = [(group, row) for group, row in rows if wanted in f"{group}: {row.section} {row.name}".lower()]
    if options.list:
        print("\n".join(f"{row.section:6} {row.name}" for _, row in rows))
    elif options.markdown:
        print_table(rows)
    else:
        return run_all(rows, options)
    return 0


def read_options():
    parser = argparse.ArgumentParser(prog="rfc6455", description="RFC 6455, row by row, against a started parlanced.")
    parser.add_argument("program", nargs="?", metavar="PARLANCED")
    parser.add_argument("--filter", default="", metavar="TEXT", help="only rows with this in 'group: section name'")
    parser.add_argument("--workers", type=int, default=12, help="rows at a time")
    parser.add_argument("--list", action="store_true", help="the rows' sections and names")
    parser.add_argument("--markdown", action="store_true", help="the rows as a table")
    options = parser.parse_args()
    if not (options.program or options.list or options.markdown):
        parser.error("which program?")
    return options


def print_table(rows):
    for group, found in itertools.groupby(rows, key=lambda entry: entry[0]):
        print(f"\n## {group.capitalize()}\n\n| section | row | sent | must come back | left open |\n|---|---|---|---|---|")
        for _, row in found:
            sent = "; ".join(shown(step) if isinstance(step, bytes) else str(step) for step in row.sent)
            cells = [row.section, row.name, sent, ", ".join(str(what) for what in row.wanted), row.choice]
            print("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")


def run_all(rows, options):
    begun = time.monotonic()
    with ExitStack() as stack:
        servers = {name: stack.enter_context(Server(options.program, settings)) for name, settings in SERVERS.items()}
        with ThreadPoolExecutor(options.workers) as pool:
            outcomes = list(pool.map(lambda entry: run_row(entry[1][1], entry[0], servers), enumerate(rows)))
        ended = {name: (server.stop(), server.log()) for name, server in servers.items()}
    failed = [(row, outcome) for (_, row), outcome in zip(rows, outcomes) if outcome]
    for row, outcome in failed:
        print(f"FAILED {row.section} {row.name}: {outcome}; wanted {', '.join(str(what) for what in row.wanted)}")
    for name, (code, log) in ended.items():
        if code:
            print(f"the {name} server ended with {code}:\n{log[-4000:]}")
    print(f"{len(rows)} cases, {len(failed)} failed, {time.monotonic() - begun:.1f} s")
    return 1 if failed or not rows or any(code for code, _ in ended.values()) else 0


def run_row(row, number, servers):
    """None, or what was wrong. A row has an address and a room of its own."""
    server = servers[row.server]
    if isinstance(row, request.Opening):
        return request.run(row, server)
    module = sizes if isinstance(row, sizes.Sized) else case
    return module.run(row, server, f"10.1.{number // 250}.{number % 250 + 1}", f"room-{number}")


if __name__ == "__main__":
    sys.exit(main())
