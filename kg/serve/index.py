"""Search by name: Chinese, pinyin and initials, over the things of the graph, with a score from 0 to 100."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from kg.errors import KgError
from kg.graph import Graph, Node
from kg.serve.backend import Backend
from kg.serve.changes import Feed, digests
from kg.serve.pool import QueryError
from kg.serve.rows import Asked
from ontology.terms import classes_of

LOOK_EVERY = 1.0  # seconds between looks for changed content
LONGEST = 80  # characters of a name or question that are compared
LEAST = 20.0  # below that names have nothing in common
CANDIDATES = 500  # that are compared exactly, those that share most with the question first
EXACT, OTHER_NAME, PINYIN, INITIALS, INSIDE, ALIKE = 100.0, 97.0, 85.0, 70.0, 90.0, 75.0  # the most each can score


log = logging.getLogger("kg")


class Hit(NamedTuple):
    """A thing and how well its names fit, from 0 to 100."""

    thing: Node
    score: float


@dataclass(frozen=True, slots=True)
class Spelling:
    """A thing's names as they are compared."""

    name: str
    others: tuple[str, ...]
    pinyin: str
    initials: str

    @classmethod
    def of(cls, thing: Node) -> Spelling:
        from pypinyin import lazy_pinyin

        name = normal(thing.label)
        syllables = [syllable for syllable in lazy_pinyin(name) if syllable]
        return cls(
            name,
            tuple(normal(other) for other in thing.names),
            normal("".join(syllables)),
            "".join(syllable[0] for syllable in syllables),
        )

    def score(self, asked: str) -> float:
        """How well the names fit a text in normal form."""
        if asked == self.name:
            return EXACT
        if asked in self.others:
            return OTHER_NAME
        if asked == self.pinyin:
            return PINYIN
        if len(asked) > 1 and asked == self.initials:
            return INITIALS
        sounds = PINYIN * 0.8 if len(asked) > 2 and self.pinyin.startswith(asked) else 0.0
        start = INITIALS * 0.8 if len(asked) > 1 and self.initials.startswith(asked) else 0.0
        return max(sounds, start, *(likeness(asked, name) for name in (self.name, *self.others)))


@dataclass(frozen=True)
class Index:
    """The things of a graph by what they are called."""

    things: tuple[Node, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)  # of what is said of each, to see what changes

    @cached_property
    def spellings(self) -> tuple[Spelling, ...]:
        return tuple(Spelling.of(thing) for thing in self.things)

    @cached_property
    def by_iri(self) -> Mapping[str, Node]:
        return {thing.iri: thing for thing in self.things}

    @cached_property
    def by_type(self) -> Mapping[str, tuple[Node, ...]]:
        """Things of each class, those of its subclasses too; the most often named first."""
        found: dict[str, list[Node]] = defaultdict(list)
        for thing in sorted(self.things, key=lambda thing: (-thing.mentions, thing.iri)):
            for name in classes_of(thing.type):
                found[name].append(thing)
        return {name: tuple(things) for name, things in found.items()}

    @cached_property
    def _pieces(self) -> Mapping[str, tuple[int, ...]]:
        """Which things have a character in a name, or a beginning of their pinyin or initials."""
        found: dict[str, set[int]] = defaultdict(set)
        for number, spelling in enumerate(self.spellings):
            for piece in pieces("".join((spelling.name, *spelling.others))):
                found[piece].add(number)
            for sound in (spelling.pinyin, spelling.initials):
                found["^" + sound[:2]].add(number)
        return {piece: tuple(sorted(numbers)) for piece, numbers in found.items()}

    def ready(self) -> Index:
        """Itself, with everything made that a search needs."""
        _ = self._pieces, self.by_iri, self.by_type
        return self

    def find(self, text: str, types: Collection[str] = (), limit: int = 20) -> list[Hit]:
        """Things that are called so, or nearly so; of one of the classes where some are given."""
        asked = normal(text)
        if not asked:
            return []
        shared: Counter[int] = Counter()
        for piece in [*pieces(asked), "^" + asked[:2]]:
            shared.update(self._pieces.get(piece, ()))
        hits = []
        for number, _ in shared.most_common(CANDIDATES):
            thing = self.things[number]
            if (not types or not set(types).isdisjoint(classes_of(thing.type))) and (
                score := self.spellings[number].score(asked)
            ) >= LEAST:
                hits.append(Hit(thing, round(score, 1)))
        return sorted(hits, key=lambda hit: (-hit.score, -hit.thing.mentions, hit.thing.iri))[:limit]


def normal(text: str) -> str:
    """A name as it is compared: half-width, lower case, without spaces and marks.

    >>> normal("汨罗 江（段）")
    '汨罗江段'
    """
    folded = unicodedata.normalize("NFKC", text[: LONGEST * 2]).casefold()
    return "".join(character for character in folded if character.isalnum())[:LONGEST]


def pieces(text: str) -> set[str]:
    return set(text)


def likeness(asked: str, name: str) -> float:
    """How much two names share: one holds the other, or they have pairs of characters in common.

    >>> likeness("抽水蓄能电站", "汨罗抽水蓄能电站") > likeness("抽水电站", "汨罗抽水蓄能电站") > 0
    True
    """
    if not asked or not name:
        return 0.0
    shorter, longer = sorted((asked, name), key=len)
    if shorter in longer:
        return INSIDE * (0.5 + 0.5 * len(shorter) / len(longer)) if len(shorter) > 1 or len(longer) < 3 else 20.0
    one, other = pairs(asked), pairs(name)
    common = sum((one & other).values())
    return ALIKE * 2 * common / max(1, one.total() + other.total())


def pairs(text: str) -> Counter[str]:
    return Counter(map("".join, pairwise(text)))


@dataclass(slots=True)
class Kept:
    """The index of what a backend holds, made anew in a thread whenever that has changed."""

    backend: Backend
    feed: Feed
    current: Index = field(default_factory=Index)
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    _task: asyncio.Task[None] = field(init=False)

    async def start(self) -> None:
        self._task = asyncio.create_task(self._keep())

    async def close(self) -> None:
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def index(self) -> Index:
        """The index, once there is one."""
        await self.ready.wait()
        return self.current

    async def _keep(self) -> None:
        made: int | None = None
        said = ""
        while True:
            version = self.backend.version
            if version != made:
                try:
                    self.current = await asyncio.to_thread(read, Asked(self.backend, asyncio.get_running_loop()))
                    self.feed.look(self.current.digests)
                    made = version
                except QueryError as error:  # tried again at the next look
                    if said != str(error):
                        log.warning("the search index must wait: %s", error)
                    said = str(error)
                except (KgError, ValueError, ArithmeticError, LookupError, TypeError) as error:
                    log.warning("no search in this graph, whose data are not as the ontology has them: %s", error)
                    made = version
                self.ready.set()
            await asyncio.sleep(LOOK_EVERY)


def read(asked: Asked) -> Index:
    graph = Graph(asked)
    return Index(graph.entities(), digests(graph)).ready()
