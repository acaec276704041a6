"""Hostile peers, row by row, against a started server: `python3 tests/protocol/hostile PARLANCED`, or --help."""
