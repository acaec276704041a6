"""Section 7: close codes and reasons."""

from .case import Case, Pause, closed
from .frames import close, text
from .rows import NOT_UTF8, PROTOCOL_ERROR, fails

GOOD = (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999)
REGISTERED = {1012: "service restart", 1013: "try again later", 1014: "bad gateway"}
BAD = (0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 1999, 2000, 2999, 5000, 32768, 65535)

CODES = [
    *(Case("7.4.1" if code < 3000 else "7.4.2", f"close {code}", (close(code),), (closed(code),),
           "an answer typically echoes the code (5.5.1); this server's does") for code in GOOD),
    *(Case("7.4.2", f"close {code}: {name}, registered with IANA", (close(code),), (closed(code, 1000),),
           "the same code or 1000; 1002 would call it wrong") for code, name in REGISTERED.items()),
    *(fails("7.4.2" if code < 1000 or code > 1015 else "7.4.1", f"close {code}", close(code)) for code in BAD),
    fails("7.4.2", "close 999 with a reason", close(999, b"x")),
    fails("7.4.1", "close 1005 with a reason", close(1005, b"x")),
]

REASONS = [
    fails("5.5.1", f"a reason that is no UTF-8: {name}", close(1000, bytes.fromhex(data)), wanted=NOT_UTF8)
    for name, data in (
        ("byte FF", "ff"),
        ("ASCII, then a bad byte", "62 79 65 fe"),
        ("an overlong", "c0 af"),
        ("a surrogate", "ed a0 80"),
        ("beyond U+10FFFF", "f4 90 80 80"),
        ("cut off", "e2 82"),
    )
] + [
    fails("7.1.6", "a bad code and a bad reason", close(1005, b"\xff"), wanted=(closed(1002, 1007),), choice="either is true"),
]

HANDSHAKE = [
    Case("7.1.4", "closed at once after the upgrade", (close(1001),), (closed(1001, within=1.5, how=("fin",)),)),
    Case("7.1.4", "closed after a pause", (Pause(), Pause(), close(1000)), (closed(1000, within=1.5, how=("fin",)),)),
    fails("7.1.7", "the server fails the connection, then closes the line", text(b"x", rsv=7), wanted=PROTOCOL_ERROR),
    fails("7.1.7", "the same for a text that is no UTF-8", text(b"\xc0\x80"), wanted=NOT_UTF8),
]

CASES = CODES + REASONS + HANDSHAKE
