"""Where answers come from: a store on this machine, taken up anew when it is built again."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from kg.serve.pool import Answer, Limits, Pool, QueryError
from kg.serve.updater import Job
from kg.serve.worker import Query

LOOK_EVERY = 1.0  # seconds between looks for a new build


class Backend(Protocol):
    """What every face of the server stands on; `version` is another one after the content has changed."""

    @property
    def version(self) -> int: ...

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def answer(self, query: Query) -> Answer: ...

    async def write(self, job: Job, body: bytes) -> int: ...


@dataclass(slots=True)
class Embedded:
    """An Oxigraph store. A query runs to its end on the store that it began with."""

    store: Path
    limits: Limits = field(default_factory=Limits)
    written: bool = False  # by updates, so that no copy of it is kept
    version: int = field(init=False, default=0)
    _pool: Pool = field(init=False)
    _mark: tuple[int, int] = field(init=False, default=(0, 0))
    _watching: asyncio.Task[None] = field(init=False)
    _turn: asyncio.Lock = field(init=False, default_factory=asyncio.Lock)
    _retiring: set[asyncio.Task[None]] = field(init=False, default_factory=set)

    async def start(self) -> None:
        self._mark = self._marked()
        self._pool = Pool(self.store, self.limits)
        await self._pool.start()
        self._watching = asyncio.create_task(self._watch())

    async def close(self) -> None:
        self._watching.cancel()
        await asyncio.gather(self._watching, self._pool.close(), *self._retiring, return_exceptions=True)

    async def answer(self, query: Query) -> Answer:
        async with self._turn:
            pool = self._pool
        return await pool.answer(query)

    async def write(self, job: Job, body: bytes) -> int:
        """Does a job once the running queries have ended; later ones see what it wrote. Returns the HTTP status."""
        async with self._turn:
            await self._pool.release()
            status, message = await self._run(job, body)
        if status >= 400:
            raise QueryError(status, message)
        self.version += 1
        return status

    async def _run(self, job: Job, body: bytes) -> tuple[int, str]:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "kg.serve.updater", str(self.store),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            async with asyncio.timeout(self.limits.seconds):
                said, _ = await process.communicate(job.to_json() + b"\n" + body)
        except TimeoutError:
            process.kill()
            await process.wait()
            return 503, f"stopped: the update took more than {self.limits.seconds:g} seconds; nothing was changed"
        if not said:
            return 500, "the update failed; nothing was changed"
        answer = json.loads(said)
        return answer["status"], answer["message"]

    async def _watch(self) -> None:
        """Goes on in memory once the store is copied, and takes up the one that another build has put in its place."""
        await self._copy()
        while True:
            await asyncio.sleep(LOOK_EVERY)
            mark = self._marked()
            if mark not in (self._mark, (0, 0)):
                await self._take_up(Pool(self.store, self.limits))
                self._mark = mark
                self.version += 1
                await self._copy()

    async def _copy(self) -> None:
        size = sum(file.stat().st_size for file in self.store.iterdir())
        if not self.written and size <= self.limits.copied_bytes:
            with contextlib.suppress(OSError, EOFError):  # no memory for it: the queries go on on disk
                await self._take_up(Pool(self.store, self.limits, in_memory=True))

    async def _take_up(self, fresh: Pool) -> None:
        """Gives the queries that come to another pool; those under way end where they are."""
        await fresh.start()
        async with self._turn:
            old, self._pool = self._pool, fresh
        task = asyncio.create_task(old.close())
        self._retiring.add(task)
        task.add_done_callback(self._retiring.discard)

    def _marked(self) -> tuple[int, int]:
        """What tells one build's store from another's."""
        try:
            stat = (self.store / "IDENTITY").stat()
        except OSError:
            return 0, 0
        return stat.st_ino, stat.st_mtime_ns
