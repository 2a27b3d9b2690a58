"""What holds for every request, whatever answers it: sizes, slow clients, safe headers, one line in the log."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from dataclasses import dataclass
from typing import Any

import h11
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.serve.protocol import RequestError

log = logging.getLogger("kg.access")

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"cross-origin"),
)
HEAD_SECONDS = 10.0  # that a client may take to send a request's line and headers


@dataclass(frozen=True, slots=True)
class Guard:
    """ASGI middleware around the whole application."""

    app: ASGIApp
    body_bytes: int
    root: str = "/"  # the path that the addresses of the data begin with; all is served there too
    patience: float = 20.0  # seconds that a client may keep the server waiting for, or with, the next piece

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        scope = self._below_root(scope)
        started, status, taken = time.perf_counter(), 0, 0

        async def patient_receive() -> Message:
            nonlocal taken
            if status:
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), self.patience)
            except TimeoutError:
                raise RequestError(408, "the request did not arrive in time") from None
            taken += len(message.get("body", b""))
            if taken > self.body_bytes:
                raise RequestError(413, f"the request is larger than {self.body_bytes:,} bytes")
            return message

        async def patient_send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                present = {name for name, _ in message["headers"]}
                framed = any(b"frame-ancestors *" in value for _, value in message["headers"])
                more = (h for h in HEADERS if h[0] not in present and not (framed and h[0] == b"x-frame-options"))
                message["headers"] = [*message["headers"], *more]
            await asyncio.wait_for(send(message), self.patience)

        with contextlib.suppress(TimeoutError):  # a client who does not read: its connection is dropped
            await self.app(scope, patient_receive, patient_send)
        milliseconds = (time.perf_counter() - started) * 1000
        client = (scope.get("client") or ("-",))[0]
        path = scope["raw_path"].decode("ascii", "replace")[:200]
        log.info("%s %s %s %d %.1fms", client, scope["method"], path, status, milliseconds)

    def _below_root(self, scope: Scope) -> Scope:
        """The request as it is without the root, so that `<root>search` is `/search`."""
        if self.root == "/" or not scope["path"].startswith(self.root):
            return scope
        raw = scope["raw_path"].decode("ascii", "replace")
        return {**scope, "path": scope["path"][len(self.root) - 1 :], "raw_path": raw[len(self.root) - 1 :].encode()}


class ImpatientProtocol(H11Protocol):
    """uvicorn's protocol, but a connection that is slow to say what it wants is closed."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._stop_watching()

    def _watch(self) -> None:
        if self.conn.their_state is not h11.IDLE:
            self._stop_watching()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _stop_watching(self) -> None:
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None
