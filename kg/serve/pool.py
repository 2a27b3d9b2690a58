"""Query processes: who answers which query, how long it may take, and what happens to one that takes too long.

A query starts in the fast lane. One that has used a processor for `patience` seconds is moved to the slow lane: its
process gets the lowest priority, so that the queries beside it do not notice, and a fresh process takes its place. In
both lanes a query is stopped when its time is up by killing its process. Answers are spooled as they come, so that a
client who reads slowly holds no process.
"""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
import time
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.serve import frames
from kg.serve.nursery import Nursery
from kg.serve.worker import CHUNK, Query

RECOVERY = 0.5  # seconds until a process is asked for again where there was none


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use."""

    seconds: float = 10.0
    result_bytes: int = 256 << 20
    memory_bytes: int = 2 << 30
    copied_bytes: int = 256 << 20  # of files: a larger store is not copied into memory
    waiting: int = 256  # queries that may wait for a process
    slow: int = 4  # queries that may run in the slow lane
    patience: float = 0.25  # seconds of a processor in the fast lane


class QueryError(Exception):
    """A query that is not answered: the HTTP status and one line for its sender."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Answer:
    """A result as it arrives: `media_type`, `graph` (triples rather than solutions), and its bytes."""

    def __init__(self, media_type: str, graph: bool) -> None:
        self.media_type = media_type
        self.graph = graph
        self._spool = tempfile.SpooledTemporaryFile(max_size=1 << 20)  # noqa: SIM115 closed by read()
        self._written = 0
        self._ended = False
        self._broken: QueryError | None = None
        self._news = asyncio.Event()

    def add(self, data: bytes) -> int:
        """Takes what arrived; returns how many bytes there are. What nobody reads any more is not kept."""
        if not self._spool.closed:
            self._spool.seek(0, os.SEEK_END)
            self._spool.write(data)
        self._written += len(data)
        self._news.set()
        return self._written

    def end(self, broken: QueryError | None = None) -> None:
        self._ended, self._broken = True, broken
        self._news.set()

    async def read(self) -> AsyncIterator[bytes]:
        """The bytes in order; QueryError where the query was stopped on the way."""
        position = 0
        try:
            while True:
                self._news.clear()
                while position < self._written:
                    self._spool.seek(position)
                    data = self._spool.read(CHUNK)
                    position += len(data)
                    yield data
                if self._broken:
                    raise self._broken
                if self._ended and position == self._written:
                    return
                await self._news.wait()
        finally:
            self._spool.close()

    async def bytes(self) -> bytes:
        return b"".join([data async for data in self.read()])


@dataclass(slots=True)
class Worker:
    """A running query process."""

    pid: int
    nursery: Nursery
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    slow: bool = False
    dead: bool = False

    @classmethod
    async def born(cls, nursery: Nursery) -> Worker:
        pid, reader, writer = await nursery.child()
        return cls(pid, nursery, reader, writer)

    async def send(self, tag: bytes, payload: bytes = b"") -> None:
        self.writer.write(frames.HEADER.pack(tag, len(payload)) + payload)
        await self.writer.drain()

    async def receive(self) -> tuple[bytes, bytes]:
        return await frames.receive(self.reader)

    def busy(self) -> float:
        """Seconds of a processor that it has used; what others use on a busy machine does not count against it."""
        try:
            stat = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii")
        except OSError:  # no Linux, or the process is gone
            return time.monotonic()
        user, system = stat.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        self.dead = True
        self.nursery.tell(frames.KILL, self.pid)
        self.writer.close()

    def demote(self) -> None:
        self.slow = True
        self.nursery.tell(frames.SLOW, self.pid)


@dataclass(slots=True)
class Pool:
    """Processes over one store; `close` ends them."""

    store: Path
    limits: Limits = field(default_factory=Limits)
    in_memory: bool = False  # the queries run on a copy of the store
    size: int = field(default_factory=lambda: max(2, os.cpu_count() or 2))
    _idle: asyncio.Queue[Worker] = field(default_factory=asyncio.Queue)
    _waiting: int = 0
    _slow: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _closing: bool = False
    _nursery: Nursery = field(init=False)
    _renewing: asyncio.Lock = field(init=False, default_factory=asyncio.Lock)

    async def start(self) -> None:
        """Raises OSError or EOFError where the store cannot be had."""
        self._nursery = await self._new_nursery()
        try:
            await asyncio.gather(*(self._hire() for _ in range(self.size)))
        except BaseException:
            self._nursery.process.kill()
            raise

    async def close(self) -> None:
        """Lets waiting and running queries end, then ends the processes."""
        await self._drain()
        self._closing = True
        while not self._idle.empty():
            self._idle.get_nowait().kill()
        await self._nursery.close()

    async def release(self) -> None:
        """Lets waiting and running queries end, then has every process let go of the store until its next query."""
        await self._drain()
        for _ in range(self._idle.qsize()):
            worker = self._idle.get_nowait()
            await worker.send(frames.CLOSE)
            await worker.receive()
            self._idle.put_nowait(worker)

    async def _drain(self) -> None:
        while self._waiting or self._tasks:
            await asyncio.wait(self._tasks, timeout=0.05) if self._tasks else await asyncio.sleep(0.01)

    async def answer(self, query: Query) -> Answer:
        """The answer as soon as its first bytes are there; QueryError where there is none."""
        if self._waiting >= self.limits.waiting:
            raise QueryError(503, "too many queries are waiting: try again in a moment")
        self._waiting += 1
        try:
            worker = await asyncio.wait_for(self._next(), self.limits.seconds)
        except TimeoutError:
            raise QueryError(503, "no query process came free in time: try again in a moment") from None
        finally:
            self._waiting -= 1
        first: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._in_background(self._run(worker, query, first))
        return await first

    async def _next(self) -> Worker:
        """The next process that is free, and still there."""
        while (worker := await self._idle.get()).reader.at_eof():
            self._in_background(self._spawn())
        return worker

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, worker: Worker, query: Query, first: asyncio.Future[Answer]) -> None:
        """Runs a query to its end or its limit, whether or not its client still listens."""
        watch = asyncio.create_task(self._watch(worker))
        whole = False  # a process whose answer was not read to its end cannot be asked again
        try:
            async with asyncio.timeout(self.limits.seconds):
                await worker.send(frames.QUERY, query.to_json())
                await self._relay(worker, first)
                whole = True
        except TimeoutError:
            self._break(first, QueryError(503, f"stopped: the query took more than {self.limits.seconds:g} seconds"))
        except (asyncio.IncompleteReadError, ConnectionError):
            self._break(first, QueryError(503, "stopped: the query used more than it may, or too many are running"))
        except QueryError as error:
            self._break(first, error)
        finally:
            watch.cancel()
            if not whole:
                worker.kill()
            self._after(worker)

    async def _relay(self, worker: Worker, first: asyncio.Future[Answer]) -> None:
        tag, payload = await worker.receive()
        head = json.loads(payload)
        if tag == frames.FAIL:
            if not first.done():
                first.set_exception(QueryError(head["status"], head["message"]))
            return
        answer = Answer(head["media_type"], head["graph"])
        while True:
            tag, payload = await worker.receive()
            if tag == frames.FAIL:
                failure = json.loads(payload)
                raise QueryError(failure["status"], failure["message"])
            written = answer.add(payload) if tag == frames.DATA else 0
            if not first.done():
                first.set_result(answer)
            if tag == frames.END:
                return answer.end()
            if written > self.limits.result_bytes:
                raise QueryError(413, f"stopped: the result is larger than {self.limits.result_bytes >> 20} MiB")

    @staticmethod
    def _break(first: asyncio.Future[Answer], error: QueryError) -> None:
        if not first.done():
            first.set_exception(error)
        elif not first.cancelled() and not first.exception():
            first.result().end(broken=error)

    async def _watch(self, worker: Worker) -> None:
        """Moves the query to the slow lane when patience is over, or stops it where that lane is full."""
        began = worker.busy()
        while (left := self.limits.patience - (worker.busy() - began)) > 0:
            await asyncio.sleep(max(left, 0.01))
        if self._slow >= self.limits.slow:
            return worker.kill()
        self._slow += 1
        worker.demote()
        self._in_background(self._spawn())

    def _after(self, worker: Worker) -> None:
        """Puts a process back to work, or a fresh one in the place of a dead one."""
        if worker.slow:
            self._slow -= 1
            worker.kill()
        elif worker.dead:
            self._in_background(self._spawn())
        else:
            self._idle.put_nowait(worker)

    async def _spawn(self) -> None:
        """A fresh process, from a fresh nursery where the one there was is gone."""
        while not self._closing:
            try:
                return await self._hire()
            except (OSError, EOFError):
                await asyncio.sleep(RECOVERY)
            async with self._renewing:
                if self._nursery.process.returncode is not None:
                    self._nursery = await self._new_nursery()

    async def _new_nursery(self) -> Nursery:
        return await Nursery.start(self.store, self.limits.memory_bytes, self.in_memory)

    async def _hire(self) -> None:
        self._idle.put_nowait(await Worker.born(self._nursery))
