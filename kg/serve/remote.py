"""Another SPARQL endpoint in place of a store of this machine."""

from __future__ import annotations

import asyncio
import io
import tempfile
import time
from dataclasses import dataclass, field
from typing import IO

import httpx

from kg import lexer
from kg.serve import foreign, negotiation, virtuoso
from kg.serve.pool import Answer, Limits, QueryError
from kg.serve.updater import Job
from kg.serve.worker import Query

READ_AGAIN = 600  # seconds after which what was read from the endpoint may be out of date
AT_ONCE = 32  # queries that the endpoint is asked
IN_MEMORY = 1 << 20  # bytes of an answer; what is more goes to a file


@dataclass(slots=True)
class Remote:
    """An endpoint that speaks the SPARQL 1.1 Protocol; its own default graph is what is shown."""

    address: str
    limits: Limits = field(default_factory=Limits)
    _client: httpx.AsyncClient = field(init=False)
    _tasks: set[asyncio.Task[None]] = field(init=False, default_factory=set)
    _software: str | None = field(init=False, default=None)  # what it says that it is

    @property
    def version(self) -> int:
        return int(time.monotonic() // READ_AGAIN)

    async def start(self) -> None:
        self._client = httpx.AsyncClient(
            timeout=self.limits.seconds, limits=httpx.Limits(max_connections=AT_ONCE), follow_redirects=False
        )

    async def close(self) -> None:
        await asyncio.gather(*self._tasks)
        await self._client.aclose()

    async def write(self, job: Job, body: bytes) -> int:
        raise QueryError(403, "updates are off: this server stands on another endpoint")

    async def answer(self, query: Query) -> Answer:
        graph = bool(lexer.words(query.text) & {"CONSTRUCT", "DESCRIBE"})
        offered = negotiation.GRAPH_TYPES if graph else negotiation.RESULT_TYPES
        media_type = negotiation.choose(query.accept, offered)
        if media_type is None:
            raise QueryError(406, f"this query can be answered as {', '.join(offered)}")
        if len(self._tasks) >= self.limits.waiting:
            raise QueryError(503, "too many queries are waiting: try again in a moment")
        first: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(self._ask(query, Answer(media_type, graph), first))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await first

    async def _ask(self, query: Query, answer: Answer, first: asyncio.Future[Answer]) -> None:
        """Fetches the whole answer before any of it goes out, so that none is cut off on the way."""
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            try:
                async with asyncio.timeout(self.limits.seconds):
                    media_type = await self._fetch(query, answer.graph, body)
                body.seek(0)
                output = Output(answer, asyncio.get_running_loop())
                await asyncio.to_thread(foreign.rewrite, body, media_type, output, answer.media_type, query.prefixes)
            except (TimeoutError, httpx.TimeoutException):
                error = QueryError(503, f"stopped: the query took more than {self.limits.seconds:g} seconds")
            except httpx.HTTPError as caught:
                error = QueryError(502, f"the endpoint behind this one cannot be asked ({type(caught).__name__})")
            except (SyntaxError, ValueError) as caught:
                said = " ".join(str(caught).split())[:200]
                error = QueryError(502, f"the answer of the endpoint behind this one cannot be read: {said}")
            except QueryError as caught:
                error = caught
            else:
                answer.end()
                return None if first.done() else first.set_result(answer)
        if not first.done():
            first.set_exception(error)

    async def _fetch(self, query: Query, graph: bool, body: IO[bytes]) -> str:
        """Writes the endpoint's answer to a file and returns its media type; QueryError where it is none or not all."""
        if self._software is None:
            async with self._client.stream("POST", self.address, data={"query": "ASK {}"}) as hello:
                self._software = hello.headers.get("server", "")
        text = foreign.based(query.text, query.base)
        form: dict[str, str | list[str]] = {
            "query": text,
            "default-graph-uri": list(query.default_graphs),
            "named-graph-uri": list(query.named_graphs),
        }
        if self._software.startswith("Virtuoso"):
            form |= {"query": virtuoso.dialect(text), "timeout": str(int(self.limits.seconds * 1000))}
        headers = {"Accept": foreign.GRAPH if graph else foreign.SOLUTIONS}
        async with self._client.stream("POST", self.address, data=form, headers=headers) as response:
            if response.status_code != httpx.codes.OK:
                raise QueryError(*refusal(response.status_code, await head(response)))
            if limit := response.headers.get("x-sparql-maxrows"):  # Virtuoso cuts an answer there and says 200
                raise QueryError(
                    502, f"the endpoint behind this one gives no more than {limit[:12]} rows: ask for fewer"
                )
            if "x-sql-state" in response.headers:  # and where its own time was up
                raise QueryError(503, "stopped: the endpoint behind this one had no time for the whole answer")
            size = 0
            async for data in response.aiter_bytes():
                body.write(data)
                size += len(data)
                if size > self.limits.result_bytes:
                    raise QueryError(413, f"stopped: the result is larger than {self.limits.result_bytes >> 20} MiB")
            return str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()


async def head(response: httpx.Response) -> str:
    """The first words of an answer, before the empty line after which servers repeat the query."""
    said = b""
    async for data in response.aiter_bytes():
        said += data
        if len(said) > 1000:
            break
    return " ".join(said.decode("utf-8", "replace").partition("\n\n")[0].split())[:300]


def refusal(status: int, said: str) -> tuple[int, str]:
    """What our client is told where the endpoint refuses: a bad query is the client's, the rest is the endpoint's."""
    if status in (429, 503):
        return 503, "the endpoint behind this one is busy: try again in a moment"
    return (400 if status == httpx.codes.BAD_REQUEST else 502), f"the endpoint behind this one says ({status}): {said}"


class Output(io.RawIOBase):
    """An answer as a file that another thread writes."""

    def __init__(self, answer: Answer, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self.answer, self.loop = answer, loop

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self.loop.call_soon_threadsafe(self.answer.add, piece)
        return len(piece)
