"""No client can hold the server: who sends slowly, half, too much or nothing is answered or cut off, beside the others.

The limits of this server are short, so that the tests are; each client waits far longer than they allow.
"""

from __future__ import annotations

import contextlib
import re
import socket
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest

import kg
from tests.serve.conftest import Server, started, until

SHORT = """
import sys
import kg.serve
from kg.serve import guard, running
running.CONNECTIONS = 100
guard.HEAD_SECONDS = guard.PATIENCE = 1.0
guard.BODY_SECONDS = 1.5
guard.LINGER = 0.2
kg.serve.run(sys.argv[1], port=0)
"""
POST = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
GET = b"GET /health HTTP/1.1\r\nHost: x\r\n"
LAST = GET + b"Connection: close\r\n"
CHUNKED, SIZED = POST + b"Transfer-Encoding: chunked\r\n\r\n", POST + b"Content-Length: 100\r\n\r\n"


@pytest.fixture(scope="module")
def impatient(miluo: kg.Graph) -> Iterator[Server]:
    """A server with short limits."""
    assert isinstance(miluo.folder, Path)
    with started("-c", SHORT, str(miluo.folder)) as server:
        yield server


def connected(server: Server) -> socket.socket:
    address = urlsplit(server.url)
    return socket.create_connection((address.hostname, address.port), timeout=20)


def sent(server: Server, pieces: Iterable[bytes], pause: float = 0) -> tuple[int, bool]:
    """The status that comes back (0: none), and whether the server ended the connection."""
    said, ended = b"", False
    with connected(server) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(pause)
        except OSError:
            ended = True
        with contextlib.suppress(TimeoutError):
            said = received(connection)
            ended = True
    status = re.match(rb"HTTP/1\.1 (?!100)(\d+)|.*?\r\n\r\nHTTP/1\.1 (\d+)", said, re.DOTALL)
    return (int(status[1] or status[2]) if status else 0), ended


def received(connection: socket.socket) -> bytes:
    """All that comes until the connection ends."""
    said = b""
    with contextlib.suppress(ConnectionError):
        while data := connection.recv(1 << 16):
            said += data
    return said


@pytest.mark.parametrize(
    ("pieces", "status"),
    [
        ([], 0),
        ([b"GET /health"], 0),
        ([GET], 0),
        ([SIZED + b"ASK"], 408),
        ([SIZED], 408),
        ([POST + b"Expect: 100-continue\r\nContent-Length: 5\r\n\r\n"], 408),
        ([CHUNKED + b"ffffffffffffffffff\r\nA"], 408),
        ([POST + b"Content-Length: 99999999999999\r\n\r\nASK"], 413),
        ([CHUNKED, *[b"10000\r\n" + b"A" * 65536 + b"\r\n"] * 40], 413),
        ([CHUNKED + b"1;" + b"x" * 200_000], 400),
        ([LAST + b"".join(b"H%d: x\r\n" % number for number in range(200)) + b"\r\n"], 431),
        ([LAST + b"".join(b"H%d: x\r\n" % number for number in range(10_000)) + b"\r\n"], 431),
        ([GET + b"H: " + b"x" * 200_000], 400),
        ([b"GET /health?" + b"a" * 200_000], 400),
        ([POST + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\nASK{}"], 400),
        ([POST + b"Content-Length: -1\r\n\r\n"], 400),
        ([b"GET /health HTTP/1.1\r\n\r\n"], 400),
        ([b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc"], 400),
        ([GET + b"Content-Length: 1000\r\n\r\n"], 200),
    ],
    ids=lambda value: "" if isinstance(value, list) else value,
)
def test_what_is_half_sent_or_too_much_is_answered_and_ended(
    impatient: Server, pieces: list[bytes], status: int
) -> None:
    answer, ended = sent(impatient, pieces)
    assert ended
    # Of what is much too large, the answer depends on how it is cut up on the way, and the client may not hear it.
    assert answer in ((status, 400, 0) if len(b"".join(pieces)) > 65536 else (status,))
    assert impatient.get("/health").status_code == 200


@pytest.mark.parametrize(
    ("head", "piece", "status"),
    [(b"GET /health HTTP/1.1\r\nHost: ", b"x", 0), (SIZED, b"A", 408), (CHUNKED, b"1\r\nA\r\n", 408)],
)
def test_who_sends_steadily_but_slowly_is_cut_off(impatient: Server, head: bytes, piece: bytes, status: int) -> None:
    answer, ended = sent(impatient, [head, *[piece] * 90], pause=0.1)
    assert ended
    assert answer in (status, 0)


def test_who_takes_no_answer_loses_the_connection(impatient: Server) -> None:
    query = quote("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 200000")
    with connected(impatient) as connection:
        connection.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        until(lambda: impatient.get("/health").status_code == 200)
        time.sleep(3)  # reads nothing for longer than the server's patience
        said = received(connection)
    assert said.startswith(b"HTTP/1.1 200")
    assert not said.endswith(b"\r\n0\r\n\r\n")  # the end of a whole answer


def test_many_slow_clients_do_not_hinder_the_others(impatient: Server) -> None:
    def asked() -> bool:
        """Whether a new client is answered; in the moment in which one makes room it may be told to come again."""
        answer = httpx.get(impatient.sparql, params={"query": "ASK { ?s ?p ?o }"}, timeout=60)
        assert answer.status_code in (200, 503)
        return answer.status_code == 200

    with contextlib.ExitStack() as slow:
        for number in range(200):  # more than it takes
            connection = slow.enter_context(connected(impatient))
            with contextlib.suppress(ConnectionError):  # one that had to make room
                connection.sendall((GET, SIZED, CHUNKED)[number % 3])
        for _ in range(20):
            until(asked)
    until(asked)


def test_a_connection_is_kept_for_who_sends_whole_requests(impatient: Server) -> None:
    refused = b"PATCH /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nASK"
    with connected(impatient) as connection:
        connection.sendall(refused + LAST + b"\r\n")
        said = received(connection)
    assert b"HTTP/1.1 405" in said
    assert b"HTTP/1.1 200" in said
