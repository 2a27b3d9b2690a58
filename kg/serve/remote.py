"""Another SPARQL endpoint in place of a store of this machine."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

import httpx

from kg import lexer
from kg.serve import negotiation
from kg.serve.pool import Answer, Limits, QueryError
from kg.serve.updater import Job
from kg.serve.worker import Query

READ_AGAIN = 600  # seconds after which what was read from the endpoint may be out of date


@dataclass(slots=True)
class Remote:
    """An endpoint that speaks the SPARQL 1.1 Protocol; its own default graph is what is shown."""

    address: str
    limits: Limits = field(default_factory=Limits)
    _client: httpx.AsyncClient = field(init=False)
    _tasks: set[asyncio.Task[None]] = field(init=False, default_factory=set)

    @property
    def version(self) -> int:
        return int(time.monotonic() // READ_AGAIN)

    async def start(self) -> None:
        self._client = httpx.AsyncClient(timeout=self.limits.seconds, follow_redirects=False)

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
        first: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(self._ask(query, media_type, graph, first))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await first

    async def _ask(self, query: Query, media_type: str, graph: bool, first: asyncio.Future[Answer]) -> None:
        form = {
            "query": query.text,
            "default-graph-uri": list(query.default_graphs),
            "named-graph-uri": list(query.named_graphs),
        }
        try:
            async with (
                asyncio.timeout(self.limits.seconds),
                self._client.stream("POST", self.address, data=form, headers={"Accept": media_type}) as response,
            ):
                await self._relay(response, Answer(media_type, graph), first)
        except TimeoutError:
            stop(first, QueryError(503, f"stopped: the query took more than {self.limits.seconds:g} seconds"))
        except httpx.HTTPError as error:
            stop(first, QueryError(502, f"the endpoint behind this one cannot be asked ({type(error).__name__})"))
        except QueryError as error:
            stop(first, error)

    async def _relay(self, response: httpx.Response, answer: Answer, first: asyncio.Future[Answer]) -> None:
        if response.status_code != httpx.codes.OK:
            said = (await response.aread())[:300].decode("utf-8", "replace")
            status = 400 if response.status_code == httpx.codes.BAD_REQUEST else 502
            raise QueryError(status, f"the endpoint behind this one says: {' '.join(said.split())}")
        answer.media_type = response.headers.get("content-type", answer.media_type).partition(";")[0].strip()
        async for data in response.aiter_bytes():
            if answer.add(data) > self.limits.result_bytes:
                raise QueryError(413, f"stopped: the result is larger than {self.limits.result_bytes >> 20} MiB")
            if not first.done():
                first.set_result(answer)
        answer.end()
        if not first.done():
            first.set_result(answer)


def stop(first: asyncio.Future[Answer], error: QueryError) -> None:
    """Tells whoever waits for an answer, or reads one, that there is none."""
    if not first.done():
        first.set_exception(error)
    elif not first.cancelled() and not first.exception():
        first.result().end(broken=error)
