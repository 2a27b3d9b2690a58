"""Parts of a graph that a page on the web asks its server for, so that it needn't hold everything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.explorer.records import Record, Records

FIRST = 1500  # things that a page opens with when a server holds the rest
NEIGHBOURS = 500  # of one thing, at most
HITS = 12  # of a search


@dataclass(frozen=True)
class Batches:
    """What a server answers to the explorer: records of some things, with the relations among them."""

    whole: Records

    def first(self) -> Records:
        """The most important things, to open with."""
        part = self._batch(node["id"] for node in self._ranked[:FIRST])
        page = {**self.whole.page, "figures": [], "sentences": part["sentences"]}
        return Records(self.whole.title, part["nodes"], part["edges"], page)

    def around(self, key: str) -> Record:
        """A thing and its neighbours, the most important first; empty for a key that is unknown."""
        number = self._numbers.get(key)
        if number is None:
            return self._batch(())
        near = sorted(self._near[number], key=lambda other: -self.whole.nodes[other]["weight"])
        return self._batch([number, *near[:NEIGHBOURS]])

    def found(self, text: str) -> Record:
        """Things whose name, other names, pinyin or initials hold a text."""
        wanted = text.strip().lower()
        hits = [node for node in self._ranked if _sounds(node, wanted)] if wanted else []
        return self._batch(node["id"] for node in hits[:HITS])

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {node["key"]: node["id"] for node in self.whole.nodes}

    @cached_property
    def _ranked(self) -> list[Record]:
        return sorted(self.whole.nodes, key=lambda node: (-node["weight"], node["id"]))

    @cached_property
    def _edges(self) -> Mapping[int, list[Record]]:
        """Relations by the thing they start from."""
        found: dict[int, list[Record]] = defaultdict(list)
        for edge in self.whole.edges:
            found[edge["from"]].append(edge)
        return found

    @cached_property
    def _near(self) -> Mapping[int, set[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        for edge in self.whole.edges:
            found[edge["from"]].add(edge["to"])
            found[edge["to"]].add(edge["from"])
        return found

    def _batch(self, numbers: Iterable[int]) -> Record:
        """Records of some things and of the relations among them; sentences are numbered anew."""
        chosen = list(numbers)
        inside = set(chosen)
        fresh: dict[int, int] = {-1: -1}

        def renumber(sentence: int) -> int:
            return fresh.setdefault(sentence, len(fresh) - 1)

        nodes = [_renumbered(self.whole.nodes[number], renumber) for number in chosen]
        edges = [
            {**edge, "sentence": renumber(edge["sentence"])}
            for number in chosen
            for edge in self._edges.get(number, ())
            if edge["to"] in inside
        ]
        sentences = [self.whole.page["sentences"][old] for old in fresh if old >= 0]
        return {"nodes": nodes, "edges": edges, "sentences": sentences}


def _renumbered(node: Record, renumber: Callable[[int], int]) -> Record:
    """A thing's record with its sentences numbered anew: the last item of each state and figure, and the quotes."""
    changed = dict(node)
    for key in ("states", "figures"):
        if key in node:
            changed[key] = [(*item[:-1], renumber(item[-1])) for item in node[key]]
    if "quotes" in node:
        changed["quotes"] = [renumber(sentence) for sentence in node["quotes"]]
    return changed


def _sounds(node: Record, wanted: str) -> bool:
    syllables = node.get("pinyin", "").split()
    names = [node["label"], *node.get("names", ())]
    return (
        any(wanted in name.lower() for name in names)
        or "".join(syllables).startswith(wanted)
        or "".join(syllable[0] for syllable in syllables).startswith(wanted)
    )
