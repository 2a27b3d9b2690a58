"""A server over an empty, writable store, as another program meets it: by HTTP on a port of this machine."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pyoxigraph as ox
import pytest
import uvicorn

from kg.serve.app import Settings, app
from kg.serve.pool import Limits

TOKEN = "a token for these tests"


@dataclass(frozen=True)
class Server:
    """A running server and a client that may write to it."""

    url: str
    client: httpx.Client

    @property
    def sparql(self) -> str:
        return f"{self.url}/sparql"

    def put(self, graph: str | None, body: bytes, media_type: str = "text/turtle") -> None:
        where = {"graph": graph} if graph else {"default": ""}
        answer = self.client.put(f"{self.url}/graphs", params=where, content=body, headers={"Content-Type": media_type})
        assert answer.status_code < 300, answer.text

    def update(self, text: str) -> None:
        answer = self.client.post(self.sparql, data={"update": text})
        assert answer.status_code < 300, answer.text


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = tmp_path_factory.mktemp("store")
    ox.Store(store).flush()
    yield from serving(Settings(store, union=False, token=TOKEN, limits=Limits(seconds=3)))


def serving(settings: Settings) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = uvicorn.Server(uvicorn.Config(app(settings), port=port, log_level="warning"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.02)
    with httpx.Client(headers={"Authorization": f"Bearer {TOKEN}"}, timeout=30) as client:
        yield Server(f"http://127.0.0.1:{port}", client)
    running.should_exit = True
    thread.join(10)
