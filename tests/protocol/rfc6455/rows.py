"""What several groups of rows are made of."""

import json

from .case import Case, Cut, Maybe, Pong, Said, closed
from .frames import CONTINUATION, TEXT, Frame, text

PROTOCOL_ERROR = (closed(1002),)
NOT_UTF8 = (closed(1007),)
TOO_BIG = (closed(1009),)
POLICY = (closed(1008),)


def say(content, size=None, **more):
    """A text frame with a message; with a size, padded to a payload of just as many bytes by a field that is ignored."""
    return text(message(content, size), **more)


def message(content, size=None):
    data = json.dumps({"type": "message", "text": content}, ensure_ascii=False, separators=(",", ":")).encode()
    if size is None:
        return data
    padding = size - len(data) - len(b',"pad":""')
    assert padding >= 0, f"a message of {size} bytes is too small"
    return data[:-1] + b',"pad":"' + b"x" * padding + b'"}'


def pieces(data, *cuts, opcode=TEXT, keys=None):
    """A message in fragments, cut before each of these bytes."""
    edges = [0, *cuts, len(data)]
    frames = []
    for number, (begin, end) in enumerate(zip(edges, edges[1:])):
        more = {"key": keys[number % len(keys)]} if keys else {}
        first, last = number == 0, number == len(edges) - 2
        frames.append(Frame(opcode if first else CONTINUATION, data[begin:end], fin=last, **more))
    return tuple(frames)


def pongs(*payloads):
    """To pings that were sent without waiting: only the latest must be answered (section 5.5.3)."""
    return (*(Maybe(Pong(payload)) for payload in payloads[:-1]), Pong(payloads[-1]))


def arrives(section, name, *sent, content="hi", **more):
    return Case(section, name, sent, (Said(content),), **more)


def fails(section, name, *sent, wanted=PROTOCOL_ERROR, **more):
    return Case(section, name, sent, wanted, **more)


def cuts(section, name, frame, places, wanted):
    return [Case(section, f"{name}: cut at byte {place}", (Cut(frame, (place,)),), wanted) for place in places]
