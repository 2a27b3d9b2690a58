"""SERVICE: the endpoints that this server may ask are asked by itself, and what they answer stands in for the clause.

A query process never reaches another host. What an endpoint answers is joined as SPARQL 1.1 Federated Query says: the
clause becomes a VALUES with its solutions. Blank nodes of another server become IRIs (RDF 1.1, section 3.5).
"""

from __future__ import annotations

import asyncio
import io
import ipaddress
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx
import pyoxigraph as ox

from kg import lexer
from kg.errors import KgError
from kg.serve import foreign
from kg.serve.pool import QueryError
from kg.serve.worker import RESULT_FORMATS

SECONDS = 10.0  # for all endpoints that a query asks
ANSWER_BYTES = 4 << 20  # of one endpoint's answer
CLAUSES = 4  # in one query
PORTS = {"http": 80, "https": 443}
FORMS = ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE")


class Clause(NamedTuple):
    """A SERVICE clause by its place in the query."""

    start: int
    end: int
    address: str
    pattern: str
    silent: bool


@dataclass(frozen=True, slots=True)
class Allowed:
    """An endpoint's address, or a host on whose usual port (or the one given) every address may be asked."""

    host: str
    port: int | None
    address: str = ""

    def covers(self, address: str) -> bool:
        if self.address:
            return address == self.address
        try:
            parts = urlsplit(address)
            port = parts.port or PORTS.get(parts.scheme)
        except ValueError:
            return False
        return parts.hostname == self.host and port == (self.port or PORTS.get(parts.scheme))


def allowed(entry: str) -> Allowed:
    """What `--allow-service` opens; KgError where it is neither an address nor a host.

    >>> allowed("query.wikidata.org").covers("https://query.wikidata.org/sparql")
    True
    >>> allowed("query.wikidata.org").covers("https://query.wikidata.org:8443/sparql")
    False
    """
    whole = entry.startswith(("http://", "https://"))
    try:
        parts = urlsplit(entry if whole else f"//{entry}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or " " in entry or (not whole and entry != parts.netloc):
        raise KgError(f"--allow-service {entry}: give a host, or the address of an endpoint with http:// or https://")
    return Allowed(host, port, entry if whole else "")


@dataclass(slots=True)
class Services:
    """The endpoints that queries may ask; by default none."""

    allowed: tuple[Allowed, ...] = ()
    _client: httpx.AsyncClient = field(init=False)

    async def start(self) -> None:
        self._client = httpx.AsyncClient(
            timeout=SECONDS, limits=httpx.Limits(max_connections=16), follow_redirects=False
        )

    async def close(self) -> None:
        await self._client.aclose()

    async def resolved(self, query: str) -> str:
        """The query with the solutions of its SERVICE clauses in their places.

        Raises QueryError where it asks whom it may not, or there is no answer and the clause is not SILENT.
        """
        if "SERVICE" not in lexer.words(query):
            return query
        if not self.allowed:
            raise QueryError(403, "SERVICE is not allowed here: this server asks no other")
        found = list(clauses(query))
        if len(found) > CLAUSES:
            raise QueryError(400, f"a query may have {CLAUSES} SERVICE clauses, not {len(found)}")
        parts, done = [], 0
        try:
            async with asyncio.timeout(SECONDS):
                for clause in found:
                    solutions = await self._solutions(clause, prologue(query))
                    lines = "\n" * query.count("\n", clause.start, clause.end)  # so that errors keep their lines
                    parts += [query[done : clause.start], solutions, lines]
                    done = clause.end
        except TimeoutError:
            raise QueryError(503, f"stopped: SERVICE took more than {SECONDS:g} seconds") from None
        resolved = "".join([*parts, query[done:]])
        if "SERVICE" in lexer.words(resolved):
            raise QueryError(400, "write SERVICE without escapes")
        return resolved

    async def _solutions(self, clause: Clause, beginning: str) -> str:
        if not any(entry.covers(clause.address) for entry in self.allowed):
            raise QueryError(403, f"SERVICE: this server may not ask {clause.address[:200]}")
        try:
            await check_network(clause.address)
            answer, media_type = await self._fetch(clause, f"{beginning}\nSELECT * WHERE {{ {clause.pattern}\n}}")
            return await asyncio.to_thread(values, answer, media_type, clause.address)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, SyntaxError, ValueError) as error:
            problem = QueryError(502, f"SERVICE {clause.address[:200]} gives no answer ({type(error).__name__})")
        except QueryError as error:
            problem = error
        if clause.silent:
            return "{}"
        raise problem

    async def _fetch(self, clause: Clause, query: str) -> tuple[bytes, str]:
        answer = bytearray()
        headers = {"Accept": foreign.SOLUTIONS}
        async with self._client.stream("POST", clause.address, data={"query": query}, headers=headers) as response:
            if response.status_code != httpx.codes.OK:
                raise QueryError(502, f"SERVICE {clause.address[:200]} answers with status {response.status_code}")
            async for data in response.aiter_bytes():
                answer += data
                if len(answer) > ANSWER_BYTES:
                    raise QueryError(
                        502, f"SERVICE {clause.address[:200]} answers with more than {ANSWER_BYTES:,} bytes"
                    )
            return bytes(answer), response.headers.get("content-type", "").partition(";")[0].strip().lower()


async def check_network(address: str) -> None:
    """Refuses a name that leads back to this machine; who means this machine must allow it as an IP address."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if host == "localhost" or is_ip(host):
        return
    for *_, place in await asyncio.get_running_loop().getaddrinfo(host, parts.port or 80, type=socket.SOCK_STREAM):
        ip = ipaddress.ip_address(str(place[0]).partition("%")[0])
        if ip.is_loopback or ip.is_link_local or ip.is_unspecified:
            raise QueryError(403, f"SERVICE: {host} is this machine")


def is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def clauses(query: str) -> Iterator[Clause]:
    """The SERVICE clauses; QueryError for those that name no endpoint or hold another."""
    tokens = list(lexer.tokens(query))
    words = [text.upper() if kind == "word" else "" for kind, text, _ in tokens]
    done = 0
    for number, word in enumerate(words):
        if word != "SERVICE":
            continue
        silent = words[number + 1 : number + 2] == ["SILENT"]
        after = tokens[number + 1 + silent : number + 3 + silent]
        if [kind for kind, *_ in after] != ["iri", "mark"] or after[1][1] != "{":
            raise QueryError(400, "SERVICE takes the whole address of an endpoint in angle brackets, and a pattern")
        start, opened = tokens[number][2], after[1][2]
        if start < done:
            raise QueryError(400, "SERVICE inside SERVICE is not supported")
        done = closing(tokens[number + 1 :], opened)
        yield Clause(start, done, after[0][1][1:-1], query[opened + 1 : done - 1], silent)


def closing(tokens: list[tuple[str, str, int]], opened: int) -> int:
    """Where the braces end that open there."""
    depth = 0
    for kind, text, position in tokens:
        if kind == "mark" and position >= opened:
            depth += {"{": 1, "}": -1}.get(text, 0)
            if depth == 0:
                return position + 1
    raise QueryError(400, "syntax error: the braces after SERVICE are not closed")


def prologue(query: str) -> str:
    """What stands before the query proper: its prefixes and base."""
    return next((query[:at] for kind, text, at in lexer.tokens(query) if kind == "word" and text.upper() in FORMS), "")


def values(answer: bytes, media_type: str, address: str) -> str:
    """The solutions as VALUES."""
    if media_type not in RESULT_FORMATS:
        raise ValueError(f"it came as {media_type}")
    found = foreign.results(io.BytesIO(answer), media_type)
    if not isinstance(found, ox.QuerySolutions):
        raise ValueError("no solutions")
    parts = urlsplit(address)
    genid = f"{parts.scheme}://{parts.netloc}/.well-known/genid/"

    def term(value: object) -> str:
        if value is None:
            return "UNDEF"
        return str(ox.NamedNode(genid + value.value)) if isinstance(value, ox.BlankNode) else str(value)

    rows = (f"({' '.join(term(value) for value in solution)})" for solution in found)
    return f"VALUES ({' '.join(map(str, found.variables))}) {{ {' '.join(rows)} }}"
