"""How fast the server answers, and how little bombs disturb it.

    python benchmarks/serve.py [BUILD] [--seconds 60] [--clients 32]

1. Each named question over HTTP, one client; beside it the same query in rdflib's own engine, in this process.
2. So many clients with mixed questions, first alone, then with one cross product a second beside them.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import httpx

import kg
from ontology.questions import NamedQuery, queries

BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
VALUES = {"from": "汨罗市", "to": "屈子祠镇", "name": "汨罗市"}  # for questions that need some


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", nargs="?", default="output", type=Path)
    parser.add_argument("--seconds", type=int, default=60, help="of each half of the second part")
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--repeat", type=int, default=50, help="how often a question is asked")
    parser.add_argument("--no-rdflib", action="store_true")
    wish = parser.parse_args()
    questions = {named.name: text(named) for named in queries()}
    with serving(wish.build) as (url, process):
        alone(url, questions, wish.repeat, None if wish.no_rdflib else kg.open(wish.build))
        asyncio.run(crowded(url, list(questions.values()), wish.clients, wish.seconds, process))


def text(named: NamedQuery) -> str:
    return named.bind(**{p.name: VALUES.get(p.name, "汨罗市") for p in named.parameters if p.required})


@contextmanager
def serving(build: Path) -> Iterator[tuple[str, int]]:
    command = [sys.executable, "-m", "kg", "serve", str(build), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        found = re.search(r"http://\S+:\d+", process.stderr.readline())
        assert found
        log = subprocess.Popen(["cat"], stdin=process.stderr, stdout=subprocess.DEVNULL)
        time.sleep(5)  # the search index is made
        try:
            yield f"{found[0]}/sparql", process.pid
        finally:
            process.terminate()
            log.wait()


def alone(url: str, questions: dict[str, str], repeat: int, graph: kg.Graph | None) -> None:
    dataset = graph.to_rdflib() if graph else None
    took: list[float] = []
    for name, query in questions.items():
        with httpx.Client() as client:
            times = [timed(client, url, query) for _ in range(repeat)]
        took += times
        beside = ""
        if dataset is not None:
            started = time.perf_counter()
            len(dataset.query(query))
            beside = f"   rdflib {1000 * (time.perf_counter() - started):9.1f} ms"
        print(f"{name:<22} median {1000 * median(times):6.1f} ms   p99 {1000 * percentile(times):6.1f} ms{beside}")  # noqa: T201
    print(f"{'all':<22} median {1000 * median(took):6.1f} ms   p99 {1000 * percentile(took):6.1f} ms")  # noqa: T201


def timed(client: httpx.Client, url: str, query: str) -> float:
    started = time.perf_counter()
    assert client.get(url, params={"query": query}).status_code == 200
    return time.perf_counter() - started


def percentile(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]


async def crowded(url: str, questions: list[str], clients: int, seconds: int, process: int) -> None:
    limits = httpx.Limits(max_connections=clients * 2)
    async with httpx.AsyncClient(timeout=60, limits=limits) as client:
        expected = {query: (await client.get(url, params={"query": query})).content for query in questions}
        for bombs in (False, True):
            before = memory(process)
            times, wrong, stopped = await crowd(client, url, expected, clients, seconds, bombs)
            what = f"{clients} clients{' and a bomb a second' if bombs else ''}"
            print(f"{what:<32} {len(times) / seconds:6.0f} answers/s   ", end="")  # noqa: T201
            print(f"median {1000 * median(times):6.1f} ms   p99 {1000 * percentile(times):6.1f} ms   ", end="")  # noqa: T201
            print(f"wrong {wrong}   bombs stopped {stopped}   ", end="")  # noqa: T201
            print(f"server {before >> 10} -> {memory(process) >> 10} MB", flush=True)  # noqa: T201


async def crowd(
    client: httpx.AsyncClient, url: str, expected: dict[str, bytes], clients: int, seconds: int, bombs: bool
) -> tuple[list[float], int, int]:
    """Times of the good answers, how many were wrong, how many bombs were stopped."""
    end, times, wrong = time.monotonic() + seconds, [], 0
    chance = random.Random(1)

    async def one() -> None:
        nonlocal wrong
        while time.monotonic() < end:
            query = chance.choice(list(expected))
            started = time.perf_counter()
            answer = await client.get(url, params={"query": query})
            times.append(time.perf_counter() - started)
            wrong += answer.content != expected[query]

    async def throw() -> int:
        thrown = []
        while bombs and time.monotonic() < end:
            thrown.append(asyncio.ensure_future(client.get(url, params={"query": BOMB})))
            await asyncio.sleep(1)
        answers = await asyncio.gather(*thrown)
        return sum(answer.status_code == httpx.codes.SERVICE_UNAVAILABLE for answer in answers)

    thrower = asyncio.ensure_future(throw())
    await asyncio.gather(*(one() for _ in range(clients)))
    return times, wrong, await thrower


def memory(process: int) -> int:
    """KiB that the server itself holds."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0])


if __name__ == "__main__":
    main()
