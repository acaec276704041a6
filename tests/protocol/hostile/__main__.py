"""Runs the attacks against a started parlanced, several at a time; with --without-defences, each with its defence off.

usage: hostile PARLANCED [--filter TEXT] [--workers N]
       hostile PARLANCED --without-defences [--stock PROGRAM]
       hostile --list | --markdown

PROGRAM is a plain QWebSocketServer (stock.cpp); it is started like parlanced and says "ready: http://…" as well.
"""

import argparse
import pathlib
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from hostile import crowds, floods, heads, manners, readers
from hostile.attack import STOCK, Outcome, play

ATTACKS = [attack for group in (heads, floods, readers, crowds, manners) for attack in group.ATTACKS]


def main():
    options = read_options()
    attacks = [attack for attack in ATTACKS if options.filter.lower() in attack.name.lower()]
    if options.list:
        print("\n".join(attack.name for attack in attacks))
    elif options.markdown:
        print_table(attacks)
    else:
        return run_all(attacks, options)
    return 0


def read_options():
    parser = argparse.ArgumentParser(prog="hostile", description="Hostile peers against a started parlanced.")
    parser.add_argument("program", nargs="?", metavar="PARLANCED")
    parser.add_argument("--filter", default="", metavar="TEXT", help="only rows with this in their name")
    parser.add_argument("--workers", type=int, default=6, help="rows at a time")
    parser.add_argument("--without-defences", action="store_true", help="each row with its defence off: it must fail then")
    parser.add_argument("--stock", metavar="PROGRAM", help="a plain QWebSocketServer, for the rows whose defence is no setting")
    parser.add_argument("--list", action="store_true", help="the rows' names")
    parser.add_argument("--markdown", action="store_true", help="the rows as a table")
    options = parser.parse_args()
    if not (options.program or options.list or options.markdown):
        parser.error("which program?")
    return options


def print_table(attacks):
    print("| attack | what is sent | what must come of it | memory | time | without its defence |\n|---|---|---|---|---|---|")
    for attack in attacks:
        off = attack.without
        if isinstance(off, dict):
            off = ", ".join(f"`{key}={value}`" for key, value in off.items())
        print(f"| {attack.name} | {attack.sent} | {attack.wanted} | {attack.growth} MiB | {attack.within} s | {off} |")


def run_all(attacks, options):
    begun = time.monotonic()
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits[1], limits[1]))
    run = run_without if options.without_defences else run_with
    with ThreadPoolExecutor(options.workers) as pool:
        together = pool.map(lambda attack: run(attack, options), [attack for attack in attacks if not attack.alone])
        good = [report(attack, outcome) for attack, outcome in zip((a for a in attacks if not a.alone), together)]
    good += [report(attack, run(attack, options)) for attack in attacks if attack.alone]
    print(f"{len(good)} attacks, {good.count(False)} wrong, {time.monotonic() - begun:.0f} s")
    return 0 if good and all(good) else 1


def run_with(attack, options):
    return play(attack, options.program, attack.settings)


def run_without(attack, options):
    """A row that fails with its defence off is as it should be."""
    if isinstance(attack.without, dict):
        outcome = play(attack, options.program, {**attack.settings, **attack.without})
    elif attack.without != STOCK:
        return Outcome("not run", attack.without)
    elif not options.stock:
        return Outcome("not run", "no --stock program")
    else:
        outcome = play(attack, options.stock, attack.settings, is_stock=True)
    if outcome.state == "failed":
        return Outcome("ok", f"fails without its defence: {outcome.why}", outcome.seconds, outcome.grown)
    if outcome.state == "ok":
        return Outcome("failed", "passes without its defence", outcome.seconds, outcome.grown)
    return outcome


def report(attack, outcome):
    """Prints a line. Whether it is a good one."""
    cost = f"{outcome.seconds:.1f} s of {attack.within}, {outcome.grown:.1f} of {attack.growth} MiB"
    print(f"{outcome.state:13} {attack.name}: {cost}{': ' if outcome.why else ''}{outcome.why}", flush=True)
    return outcome.state in ("ok", "not run")


if __name__ == "__main__":
    sys.exit(main())
