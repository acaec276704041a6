"""Holds the repository against its own rules: where things lie, who includes whom, how large they are, and what every
message needs. Prints one line a problem, with what to do.

usage: check.py ROOT
"""

import sys

import classes
import folders
import messages
import style
import version
from tree import read_checkout


def all_rules():
    """name -> rule; a rule is a function from a tree to problems."""
    rules = {rule.__name__: rule for rule in folders.RULES + messages.RULES + version.RULES}
    return {**rules, **style.RULES, **classes.RULES}


def main(root):
    tree = read_checkout(root)
    problems = [problem for rule in all_rules().values() for problem in rule(tree)]
    for problem in problems:
        print(problem)
    print(f"{len(all_rules())} rules, {len(tree.files)} files, {len(problems)} problems")
    return 1 if problems or not tree.files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
