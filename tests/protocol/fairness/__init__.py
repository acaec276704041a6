"""Good peers whose round trip is long, while others connect in masses: python3 tests/protocol/fairness PARLANCED"""
