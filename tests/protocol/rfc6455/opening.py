"""Sections 4.1, 4.2 and 4.4: the opening handshake, as a server must read it."""

from .frames import KEY, PING, Frame
from .request import Opening, Pieces, Request, answer

YES = answer(101)
VERSION = answer(426, Sec_WebSocket_Version="13")
NOT_AN_UPGRADE = answer(400, 426)
HTTP_ERROR = "the RFC asks for an appropriate HTTP error code"


def row(section, name, wanted=YES, choice="", **request):
    return Opening(section, name, (Request(**request),), (wanted,), choice)


def values(section, what, header, given, wanted, choice=""):
    """One row for each value of a field."""
    return [
        row(section, f"{what}: {value.strip() or 'empty'}" + ("" if value == value.strip() else " (in white space)"), wanted,
            choice, change={header: value})
        for value in given
    ]


REQUEST_LINES = [
    row("4.1", "GET /ws"),
    row("4.1", "GET / is answered as well", line="GET / HTTP/1.1"),
    row("4.1", "a query", line="GET /ws?token=a%20b&c HTTP/1.1"),
    row("4.2.1", "absolute-form of the target", line="GET http://127.0.0.1/ws HTTP/1.1"),
    row("4.2.2", "another path", answer(404), line="GET /chat HTTP/1.1"),
    row("4.2.2", "a longer path", answer(404), line="GET /ws/more HTTP/1.1"),
    row("4.2.2", "a path with two slashes", answer(404, 400), line="GET //ws HTTP/1.1"),
    row("4.2.2", "a path upwards", answer(404, 400), line="GET /../ws HTTP/1.1"),
    row("3", "a fragment in the target", answer(400, 404), "no answer is prescribed", line="GET /ws#top HTTP/1.1"),
    row("4.1", "no target", answer(400), line="GET HTTP/1.1"),
    row("4.1", "an asterisk as target", answer(400), line="GET * HTTP/1.1"),
    row("4.1", "white space in the target", answer(400), line="GET /w s HTTP/1.1"),
    *(
        row("4.1", f"method {method}", answer(405, 400, 501), HTTP_ERROR, line=f"{method} /ws HTTP/1.1")
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "get", "FOO")
    ),
    row("4.1", "method HEAD", answer(200, 400, 405, 426), HTTP_ERROR, line="HEAD /ws HTTP/1.1"),
    row("4.1", "method with a separator in it", answer(400, 405, 501), HTTP_ERROR, line="G(T /ws HTTP/1.1"),
    row("4.1", "HTTP/1.0", answer(400, 426, 505), HTTP_ERROR, line="GET /ws HTTP/1.0"),
    row("4.1", "HTTP/0.9", answer(400, 505), HTTP_ERROR, line="GET /ws HTTP/0.9"),
    row("4.1", "HTTP/1.2", answer(101, 400, 505), "1.1 or higher; a server may know 1.1 only", line="GET /ws HTTP/1.2"),
    row("4.1", "no HTTP version", answer(400), line="GET /ws"),
    row("4.1", "HTTP in small letters", answer(400, 505), HTTP_ERROR, line="GET /ws http/1.1"),
    row("4.1", "an empty line before the request", answer(101, 400), "a server should ignore it (RFC 7230, 3.5)",
        before=b"\r\n"),
]

HEADERS = [
    *values("4.2.1", "Upgrade", "Upgrade",
            ["WebSocket", "WEBSOCKET", "\t websocket \t", "h2c, websocket", "websocket,h2c"], YES),
    *values("4.2.1", "Upgrade", "Upgrade", ["websockets", "web socket", "h2c", ""], NOT_AN_UPGRADE, HTTP_ERROR),
    row("4.2.1", "no Upgrade", NOT_AN_UPGRADE, HTTP_ERROR, drop=("Upgrade",)),
    row("4.2.1", "Upgrade in two fields", change={"Upgrade": "h2c"}, more=("Upgrade: websocket",)),
    *values(
        "4.2.1", "Connection", "Connection",
        ["upgrade", "UPGRADE", "  Upgrade  ", "keep-alive, Upgrade", "Upgrade,keep-alive", "keep-alive ,\t upgrade , x",
         ", Upgrade"],
        YES,
    ),
    *values("4.2.1", "Connection", "Connection", ["keep-alive", "close", "Upgraded", "Up grade", ""], NOT_AN_UPGRADE,
            HTTP_ERROR),
    row("4.2.1", "no Connection", NOT_AN_UPGRADE, HTTP_ERROR, drop=("Connection",)),
    row("4.2.1", "Connection in two fields", change={"Connection": "keep-alive"}, more=("Connection: Upgrade",)),
    row("4.2.1", "no Host", answer(400), drop=("Host",)),
    row("4.2.1", "two Hosts", answer(400), more=("Host: other",)),
    row("4.2.1", "Host with a port", change={"Host": "127.0.0.1:8080"}),
    row("4.2.1", "Host is a name", change={"Host": "chat.example"}),
    row("4.2.1", "an empty Host", answer(101, 400), "HTTP allows it, but not for http addresses", change={"Host": ""}),
    row("4.1", "names of fields in small letters", drop=("Upgrade", "Connection", "Sec-WebSocket-Version"),
        more=("upgrade: websocket", "connection: upgrade", "sec-websocket-version: 13")),
    row("4.1", "names of fields in capitals", drop=("Upgrade", "Connection", "Sec-WebSocket-Version"),
        more=("UPGRADE: websocket", "CONNECTION: upgrade", "SEC-WEBSOCKET-VERSION: 13")),
    row("4.1", "fields in another order", drop=("Host", "Upgrade", "Sec-WebSocket-Version"),
        more=("Sec-WebSocket-Version: 13", "Upgrade: websocket", "Host: 127.0.0.1")),
    row("4.1", "no space after the colon", drop=("Upgrade",), more=("Upgrade:websocket",)),
    row("4.1", "unknown fields are ignored", more=("X-One: 1", "X-Two:", "Cookie: a=b; c=d", "User-Agent: caf\xe9")),
    row("4.1", "a space before the colon", answer(400), more=("X-One : 1",)),
    row("4.1", "a line without a colon", answer(400), more=("nonsense",)),
    row("4.1", "a field without a name", answer(400), more=(": 1",)),
    row("4.1", "a folded line", answer(101, 400), "a server must refuse or unfold it (RFC 7230, 3.2.4)",
        more=("X-One: 1\r\n 2",)),
    row("4.1", "a NUL in a value", answer(400), more=("X-One: a\0b",)),
    row("4.1", "a bare CR in a value", answer(400), more=("X-One: a\rb",)),
    row("4.1", "a body of no bytes", more=("Content-Length: 0",)),
    row("4.1", "a body", answer(400, 413), HTTP_ERROR, more=("Content-Length: 5",)),
    row("4.1", "a chunked body", answer(400, 413, 501), HTTP_ERROR, more=("Transfer-Encoding: chunked",)),
]

KEYS = [
    *values(
        "4.2.2", "the accept of key", "Sec-WebSocket-Key",
        ["x3JJHMbDL1EzLkh9GBhXDw==", "AAAAAAAAAAAAAAAAAAAAAA==", "/////////////////////w==", "+/+/+/+/+/+/+/+/+/+/+w==",
         f" {KEY}\t"],
        YES,
    ),
    row("4.2.1", "no key", answer(400), drop=("Sec-WebSocket-Key",)),
    row("4.2.1", "two keys", answer(400), more=(f"Sec-WebSocket-Key: {KEY}",)),
    *values(
        "4.2.1", "key", "Sec-WebSocket-Key",
        ["", "a", "dGhlIHNhbXBsZSBub25j", "dGhlIHNhbXBsZSBub25jZTE=", "dGhlIHNhbXBsZSBub25jZTEyMzQ1Njc4",
         "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZ===", "dGhlIHNhbXBsZSBub!5jZQ==", "dGhlIHNhbXBs ZSBub25jZQ=",
         "========================"],
        answer(400),
    ),
    *values("4.2.1", "key with bits beyond its bytes", "Sec-WebSocket-Key", ["dGhlIHNhbXBsZSBub25jZR=="], answer(101, 400),
            "a decoder may refuse it (RFC 4648, 3.5)"),
]

VERSIONS = [
    *values("4.4", "version", "Sec-WebSocket-Version", ["0", "7", "8", "12", "14", "25", "130", "255"], VERSION),
    *values("4.4", "version", "Sec-WebSocket-Version", ["", "13a", "013", "-13", "13.0", "256", "13, 8"], answer(400, 426),
            "not what the grammar allows: 400 is as good"),
    *values("4.2.1", "version", "Sec-WebSocket-Version", [" 13\t"], YES),
    row("4.4", "no version", answer(400, 426), HTTP_ERROR, drop=("Sec-WebSocket-Version",)),
    row("4.4", "two versions", answer(400, 426), HTTP_ERROR, more=("Sec-WebSocket-Version: 8",)),
]


def origin(value, wanted=YES):
    return row("10.2" if wanted is not YES else "4.2.1", f"Origin: {value}", wanted, more=(f"Origin: {value}",))


ORIGINS = [
    origin("http://127.0.0.1"),
    origin("http://localhost:5173"),
    origin("http://[::1]:8080"),
    origin("http://evil.example", answer(403)),
    origin("https://127.0.0.1.evil.example", answer(403)),
    origin("http://localhost.evil.example", answer(403)),
    origin("http://evil.example/localhost", answer(403)),
    origin("null", answer(403)),
    origin("file://", answer(403)),
    row("10.2", "two Origins", answer(400, 403), more=("Origin: http://127.0.0.1", "Origin: http://evil.example")),
]

OFFERS = [
    row("4.2.2", f"{header}: {value}", YES, more=(f"Sec-WebSocket-{header}: {value}",))
    for header, value in (
        ("Protocol", "chat"),
        ("Protocol", "chat, superchat"),
        ("Extensions", "permessage-deflate"),
        ("Extensions", "permessage-deflate; client_max_window_bits, permessage-deflate; server_no_context_takeover"),
        ("Extensions", 'foo; bar="a, b", x-webkit-deflate-frame'),
    )
] + [
    row("4.1", "extensions in two fields",
        more=("Sec-WebSocket-Extensions: foo", "Sec-WebSocket-Extensions: permessage-deflate")),
    row("4.1", "protocols in two fields", more=("Sec-WebSocket-Protocol: a", "Sec-WebSocket-Protocol: b")),
    row("9.1", "extensions against the grammar", answer(101, 400), "may be refused", more=("Sec-WebSocket-Extensions: ;;",)),
]

SIZE = len(Request().encode())
PIECES = [
    Opening("4.2.1", "the request byte by byte", (Pieces(Request(), size=1),), (YES,)),
    Opening("4.2.1", "the request seven bytes at a time", (Pieces(Request(), size=7),), (YES,)),
    *(
        Opening("4.2.1", f"the request cut {where}", (Pieces(Request(), at=(at,)),), (YES,))
        for where, at in (
            ("after the first byte", 1),
            ("in the method", 2),
            ("in the version", 12),
            ("between CR and LF of the first line", 17),
            ("before the last CR LF", -2),
            ("before the last LF", -1),
            ("in the key", SIZE // 2),
        )
    ),
    row("4.1", "a frame in the request's segment", answer(400), "documented: a client must wait for the answer",
        after=Frame(PING, b"early").encode(), note="the request and a ping in one segment"),
    row("4.1", "a head of 15 KiB", YES, "no limit is prescribed; this server's is 16 KiB", more=(f"X-Long: {'x' * 15_000}",)),
    row("4.1", "90 lines", YES, "no limit is prescribed; this server's is 100",
        more=tuple(f"X-{number}: 1" for number in range(84))),
    row("4.2.2", "a head of 20 KiB", answer(431, 400), HTTP_ERROR, more=(f"X-Long: {'x' * 20_000}",)),
    row("4.2.2", "a head of 1 MiB", answer(431, 400), HTTP_ERROR, more=(f"X-Long: {'x' * 1_048_576}",)),
    row("4.2.2", "200 lines", answer(431, 400), HTTP_ERROR, more=tuple(f"X-{number}: 1" for number in range(194))),
    row("4.2.2", "a target of 20 KiB", answer(414, 431, 400), HTTP_ERROR, line=f"GET /ws?{'x' * 20_000} HTTP/1.1"),
    row("4.2.2", "20 KiB without a line end", answer(431, 400), HTTP_ERROR, before=b"x" * 20_000,
        note="20,000 bytes of x, then the request"),
]

CASES = REQUEST_LINES + HEADERS + KEYS + VERSIONS + ORIGINS + OFFERS + PIECES
