"""A line to the site on which everything, socket included, takes its time."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

CHUNK = 65_536


@contextmanager
def slow_line(port: int, *, one_way_seconds: float) -> Iterator[int]:
    """Another port for the same site; what goes through it arrives so much later, in order."""
    line = _Line(port, one_way_seconds)
    thread = threading.Thread(target=line.run, daemon=True)
    thread.start()
    line.ready.wait(5)
    yield line.port
    line.loop.call_soon_threadsafe(line.over.set)
    thread.join(5)


class _Line:
    def __init__(self, port: int, late: float) -> None:
        self._target, self._late = port, late
        self.loop = asyncio.new_event_loop()
        self.over = asyncio.Event()
        self.ready = threading.Event()
        self.port = 0
        self._talks: set[asyncio.Task[None]] = set()

    def run(self) -> None:
        """Serve until it is over."""
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._serve())
        self.loop.close()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self.ready.set()
        await self.over.wait()
        server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._talks.add(task)
        there, back = await asyncio.open_connection("127.0.0.1", self._target)
        try:
            await asyncio.gather(self._carry(reader, back), self._carry(there, writer))
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            for end in (writer, back):
                with suppress(Exception):
                    end.close()
            self._talks.discard(task)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Each chunk in its order, so much later; many may be under way at once."""
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def listen() -> None:
            while chunk := await reader.read(CHUNK):
                under_way.put_nowait((self.loop.time() + self._late, chunk))
            under_way.put_nowait((self.loop.time() + self._late, b""))

        hearing = asyncio.ensure_future(listen())
        try:
            while True:
                due, chunk = await under_way.get()
                await asyncio.sleep(due - self.loop.time())
                if not chunk:
                    writer.write_eof()
                    return
                writer.write(chunk)
                await writer.drain()
        finally:
            hearing.cancel()
