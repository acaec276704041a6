"""Clients of the server in a machine, on Debian's python3-websockets: one that loses no message, and many that only ask."""

import asyncio
import json

import websockets

URL = "ws://127.0.0.1:3001/ws"


class Refused(Exception):
    """The server answered with an error."""


async def frame_of(socket, *kinds, **members):
    """The next frame of one of these kinds with these members, within 30 s; others are passed over."""

    async def wanted():
        while True:
            frame = json.loads(await socket.recv())
            if frame["type"] == "error":
                raise Refused(frame)
            if frame["type"] in kinds and all(frame.get(name) == value for name, value in members.items()):
                return frame

    return await asyncio.wait_for(wanted(), 30)


class Writer:
    """A guest in a room who writes numbered messages, each again under its nonce until it is acknowledged, on as many
    connections as that takes."""

    def __init__(self, room):
        self.name = room
        self.room = None  # its id
        self.token = None
        self.acknowledged = []
        self.connections = 0
        self.acknowledged_before = 0  # when the last connection began

    async def connect(self):
        socket = await websockets.connect(URL, open_timeout=30)
        known = {"token": self.token} if self.token else {"name": "Writer"}
        await socket.send(json.dumps({"type": "hello", "protocol": 2, "client": "test", **known}))
        self.token = (await frame_of(socket, "welcome"))["token"]
        await socket.send(json.dumps({"type": "join", "name": self.name}))
        self.room = (await frame_of(socket, "joined"))["room"]
        self.connections += 1
        self.acknowledged_before = len(self.acknowledged)
        return socket

    async def write_one(self, socket, text):
        nonce = str(len(self.acknowledged))
        await socket.send(json.dumps({"type": "message", "room": self.room, "text": text, "nonce": nonce}))
        await frame_of(socket, "message", "sent", nonce=nonce)  # sent: it was there, a restart came before the answer
        self.acknowledged.append(text)

    def has_come_back(self, times):
        """After so many interruptions, and has written something since the last."""
        return self.connections > times and len(self.acknowledged) >= self.acknowledged_before + 10

    async def write(self, stop):
        socket = None
        while not stop.is_set():
            try:
                socket = socket or await self.connect()
                await self.write_one(socket, f"number {len(self.acknowledged)}")
            except (websockets.WebSocketException, ConnectionResetError):
                socket = None
        await socket.close()


async def history(name, url=URL, **how):
    """The texts of the room of that name, from the first to the last."""
    async with websockets.connect(url, **how) as socket:
        await socket.send(json.dumps({"type": "hello", "protocol": 2, "client": "test", "name": "Reader"}))
        await frame_of(socket, "welcome")
        await socket.send(json.dumps({"type": "join", "name": name}))
        room = (await frame_of(socket, "joined"))["room"]
        texts, page, after = [], {"moreAfter": True}, 0
        while page["moreAfter"]:
            await socket.send(json.dumps({"type": "history", "room": room, "after": after, "limit": 100}))
            page = await frame_of(socket, "history")
            texts += [message["text"] for message in page["messages"]]
            after = page["messages"][-1]["seq"] if page["messages"] else after
        return texts


async def ask(path="/healthz"):
    """The status of one request on a connection of its own. A connection that is refused or cut is an OSError."""
    reader, writer = await asyncio.open_connection("127.0.0.1", 3001)
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:3001\r\nConnection: close\r\n\r\n".encode())
        line = await asyncio.wait_for(reader.readline(), 30)
        return int(line.split()[1]) if line else 0
    finally:
        writer.close()


async def ask_until(stop, least, at_a_time):
    """The statuses of requests, so many of them at a time, until they are to stop and there are enough."""
    statuses = []

    async def ask_again():
        while not stop.is_set() or len(statuses) < least:
            statuses.append(await ask())

    await asyncio.gather(*(ask_again() for _ in range(at_a_time)))
    return statuses
