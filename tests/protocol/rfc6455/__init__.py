"""RFC 6455, row by row, against a started server: `python3 tests/protocol/rfc6455 PARLANCED`, or --help."""
