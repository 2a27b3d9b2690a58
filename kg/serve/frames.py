"""How the server and its query processes speak over a pipe: a tag, a length, the bytes."""

from __future__ import annotations

import asyncio
import struct
from typing import BinaryIO

HEADER = struct.Struct("<cI")
QUERY, CLOSE, HEAD, DATA, END, FAIL = b"Q", b"C", b"H", b"D", b"E", b"F"


def write(pipe: BinaryIO, tag: bytes, payload: bytes = b"") -> None:
    pipe.write(HEADER.pack(tag, len(payload)) + payload)
    pipe.flush()


def read(pipe: BinaryIO) -> tuple[bytes, bytes] | None:
    """The next frame, None at the end of the pipe."""
    header = pipe.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    tag, length = HEADER.unpack(header)
    return tag, pipe.read(length)


async def receive(stream: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """The next frame; asyncio.IncompleteReadError where the other side is gone."""
    tag, length = HEADER.unpack(await stream.readexactly(HEADER.size))
    return tag, await stream.readexactly(length)
