"""A line with a long round trip, in user space and on loopback only."""

import asyncio
import socket
import threading


class DelayProxy:
    """Runs within a `with`, in a thread of its own. Each connection reaches the server from another address, and what the
    client sends comes later by the round trip: so the server waits as long for the next step as it would for a peer
    at that distance. What the server says comes at once.
    """

    def __init__(self, port, round_trip):
        """round_trip: seconds."""
        self.port, self.round_trip = port, round_trip
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.count = 0

    def __enter__(self):
        self.thread.start()
        self.listening = self.run(asyncio.start_server(self.carry, "127.0.0.1", 0))
        return self

    def __exit__(self, *_):
        self.run(self.end())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def run(self, task):
        return asyncio.run_coroutine_threadsafe(task, self.loop).result(10)

    async def end(self):
        self.listening.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def near_port(self):
        """Where clients connect."""
        return self.listening.sockets[0].getsockname()[1]

    async def carry(self, near_reader, near_writer):
        self.count += 1
        far_reader, far_writer = await asyncio.open_connection(
            "127.0.0.1", self.port, local_addr=(f"127.0.2.{self.count % 250 + 1}", 0)
        )
        far_writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await asyncio.gather(
            self.forward(near_reader, far_writer, self.round_trip), self.forward(far_reader, near_writer, 0), return_exceptions=True
        )
        near_writer.close()
        far_writer.close()

    async def forward(self, reader, writer, delay):
        """In order, each piece as much later; its end, too."""
        while True:
            try:
                piece = await reader.read(65536)
            except ConnectionError:
                piece = b""
            self.loop.call_later(delay, self.hand_on, writer, piece)
            if not piece:
                return await asyncio.sleep(delay + 0.01)

    @staticmethod
    def hand_on(writer, piece):
        if writer.is_closing():
            return
        if piece:
            writer.write(piece)
        else:
            writer.close()
