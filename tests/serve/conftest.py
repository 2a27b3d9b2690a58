"""Servers as other programs meet them, by HTTP on a port of this machine: over a build, and over an empty store."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

import kg

TOKEN = "a token for these tests"


@dataclass(frozen=True)
class Server:
    """A running server and a client that may write to it."""

    url: str
    client: httpx.Client

    @property
    def sparql(self) -> str:
        return f"{self.url}/sparql"

    def get(self, path: str, accept: str = "*/*", **parameters: str) -> httpx.Response:
        return self.client.get(self.url + path, params=parameters or None, headers={"Accept": accept})

    def ask(self, query: str, **parameters: str | list[str]) -> httpx.Response:
        return self.client.get(self.sparql, params={"query": query, **parameters})

    def put(self, graph: str | None, body: bytes, media_type: str = "text/turtle") -> None:
        where = {"graph": graph} if graph else {"default": ""}
        answer = self.client.put(f"{self.url}/graphs", params=where, content=body, headers={"Content-Type": media_type})
        assert answer.status_code < 300, answer.text

    def update(self, text: str) -> None:
        answer = self.client.post(self.sparql, data={"update": text})
        assert answer.status_code < 300, answer.text


@contextmanager
def serving(*arguments: str) -> Iterator[Server]:
    """`kg serve` with some arguments, as a process of its own."""
    with started("-m", "kg", "serve", *arguments, "--port", "0") as server:
        yield server


@contextmanager
def started(*arguments: str) -> Iterator[Server]:
    """What Python serves when it is started so; it must stop when it is told to."""
    command = [sys.executable, *arguments]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, "KG_TOKEN": TOKEN})
    assert process.stderr
    first = process.stderr.readline()
    found = re.search(r"http://\S+:\d+", first)
    assert found, first + process.stderr.read()
    devour(process)
    try:
        with httpx.Client(headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60) as client:
            server = Server(found[0], client)
            until(lambda: answers(server))
            yield server
    finally:
        process.terminate()
        process.wait(30)


def devour(process: subprocess.Popen[str]) -> None:
    """Reads the log, so that the pipe doesn't fill."""
    import threading

    threading.Thread(target=lambda: [None for _ in process.stderr or ()], daemon=True).start()


def answers(server: Server) -> bool:
    try:
        return server.get("/health").status_code == 200
    except httpx.TransportError:
        return False


def until(holds: object, seconds: float = 30) -> None:
    """Waits for something to become true."""
    end = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over an empty store that may be written."""
    store = tmp_path_factory.mktemp("store")
    ox.Store(str(store)).flush()
    with serving(str(store), "--allow-update") as running:
        yield running


@pytest.fixture(scope="session")
def miluo_server(miluo: kg.Graph) -> Iterator[Server]:
    """A server over the build of the Miluo report."""
    assert isinstance(miluo.folder, Path)
    with serving(str(miluo.folder)) as running:
        yield running
