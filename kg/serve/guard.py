"""What holds for every request, whatever answers it: sizes, slow clients, safe headers, one line in the log."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

import h11
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
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
BODY_SECONDS = 60.0  # that a client may take to send a body, however steadily
LINGER, LINGER_BYTES = 1.0, 16 << 20  # for which what a refused client still sends is read
HEADER_LINES, HEADER_BYTES = 100, 64 << 10
PATIENCE = 20.0  # seconds that a client may keep the server waiting for, or with, the next piece


@dataclass(frozen=True, slots=True)
class Guard:
    """ASGI middleware around the whole application."""

    app: ASGIApp
    body_bytes: int
    root: str = "/"  # the path that the addresses of the data begin with; all is served there too

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        scope = self._below_root(scope)
        started, status = time.perf_counter(), 0
        arriving = Arriving(receive, self.body_bytes, scope["headers"])

        async def safe_send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                await arriving.linger()
                message["headers"] = [*with_safe_headers(message["headers"]), *arriving.goodbye()]
            await send(message)

        refused = too_much(scope["headers"], self.body_bytes)
        with contextlib.suppress(ClientDisconnect):
            await (refused or self.app)(scope, arriving.receive, safe_send)
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


Headers = Iterable[tuple[bytes, bytes]]


def with_safe_headers(headers: Headers) -> Headers:
    present = {name for name, _ in headers}
    framed = any(b"frame-ancestors *" in value for _, value in headers)
    more = (h for h in HEADERS if h[0] not in present and not (framed and h[0] == b"x-frame-options"))
    return [*headers, *more]


def too_much(headers: Headers, body_bytes: int) -> ASGIApp | None:
    """The refusal of a request that says by itself that it is too large."""
    sizes = [len(name) + len(value) for name, value in headers]
    if len(sizes) > HEADER_LINES or sum(sizes) > HEADER_BYTES:
        return PlainTextResponse(f"more than {HEADER_LINES} headers, or {HEADER_BYTES:,} bytes of them\n", 431)
    length = dict(headers).get(b"content-length", b"0")
    if len(length) > 15 or int(length) > body_bytes:  # h11 lets pass digits only
        return PlainTextResponse(f"the request is larger than {body_bytes:,} bytes\n", 413)
    return None


class Arriving:
    """A request's body as it arrives, within its limits of size and time."""

    def __init__(self, receive: Receive, body_bytes: int, headers: Headers) -> None:
        self._receive, self._left = receive, body_bytes
        self._most = body_bytes
        self._until = time.perf_counter() + BODY_SECONDS
        self._whole = not any(name in (b"content-length", b"transfer-encoding") for name, _ in headers)

    async def receive(self) -> Message:
        if self._whole:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), min(PATIENCE, self._until - time.perf_counter()))
        except TimeoutError:
            raise RequestError(408, "the request did not arrive in time") from None
        self._whole = not message.get("more_body", False)
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise RequestError(413, f"the request is larger than {self._most:,} bytes")
        return message

    async def linger(self) -> None:
        """Reads on for a moment, so that a client who still sends hears the answer before its connection ends."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LINGER):
                while not self._whole and self._left > -LINGER_BYTES:
                    message = await self._receive()
                    self._whole = not message.get("more_body", False)
                    self._left -= len(message.get("body", b""))

    def goodbye(self) -> Headers:
        """What ends the connection with the answer where the client has not said all: it may never do."""
        return () if self._whole else ((b"connection", b"close"),)


class ImpatientProtocol(H11Protocol):
    """uvicorn's protocol, but a client that is slow to say what it wants, or takes no answer, loses its connection.

    Where there are too many connections, the one that has been saying what it wants for longest makes room.
    """

    _speaking: ClassVar[dict[ImpatientProtocol, None]] = {}  # whose requests are not whole yet, oldest first
    _deadline: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        if self.limit_concurrency and len(self.connections) >= self.limit_concurrency and self._speaking:
            next(iter(self._speaking)).transport.abort()
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._speaking.pop(self, None)
        self._stop_watching()
        self._stop_waiting()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self.loop.call_later(PATIENCE, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stop_waiting()

    def _watch(self) -> None:
        if self.conn.their_state in (h11.IDLE, h11.SEND_BODY):
            self._speaking.setdefault(self)
        else:
            self._speaking.pop(self, None)
        if self.conn.their_state is not h11.IDLE:
            self._stop_watching()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _stop_watching(self) -> None:
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None

    def _stop_waiting(self) -> None:
        if self._unread:
            self._unread.cancel()
            self._unread = None
