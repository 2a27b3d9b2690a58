"""How well a thing fits a reconciliation query: its names, its class, and what else the row of the table says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from kg.graph import Node, local_name
from kg.serve.index import Hit, Index, normal
from kg.serve.protocol import RequestError
from kg.serve.rows import Row, cell
from ontology.terms import vocabulary

DEFAULT, MOST = 10, 100  # candidates for a query
SURE = 95.0  # a score from which a single candidate is the match
AHEAD = 5.0  # and how far the next one must be behind
NAME_SHARE = 0.75  # of the score, where the query has properties


class Property(NamedTuple):
    """Something that the row of the table says: a property and the values it may have, in normal form."""

    pid: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A reconciliation query, checked."""

    text: str
    types: tuple[str, ...]
    properties: tuple[Property, ...]
    limit: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that a query may mean; the score is from 0 to 100, `features` are what it is made of."""

    thing: Node
    score: float
    match: bool
    features: tuple[tuple[str, float], ...]


def question(key: str, query: Any) -> Question:
    """A query of a batch; RequestError where it is malformed."""
    if not isinstance(query, dict) or not isinstance(query.get("query"), str):
        raise RequestError(400, f"queries: {key[:50]} has no text to look for in query")
    types, listed, limit = query.get("type", []), query.get("properties", []), query.get("limit", DEFAULT)
    if isinstance(types, str):
        types = [types]
    if not isinstance(types, list) or not isinstance(listed, list) or not isinstance(limit, int):
        raise RequestError(400, f"queries: {key[:50]} has a type, properties or limit of a wrong kind")
    names = tuple(local_name(name) for name in types if isinstance(name, str))
    unknown = [name for name in names if name not in vocabulary()]
    if unknown:
        raise RequestError(400, f"queries: {key[:50]} asks for the type {unknown[0][:50]}, which there is not")
    return Question(query["query"], names, tuple(wishes(listed)), min(max(limit, 1), MOST))


def wishes(listed: list[Any]) -> Iterable[Property]:
    for wish in listed[:20]:
        if not isinstance(wish, dict) or not isinstance(wish.get("pid"), str):
            raise RequestError(400, "queries: a property needs pid and v")
        stated = wish.get("v")
        values = stated if isinstance(stated, list) else [stated]
        texts = (value.get("id", value.get("name", "")) if isinstance(value, dict) else value for value in values[:20])
        yield Property(local_name(wish["pid"]), tuple(normal(str(text)) for text in texts if text not in (None, "")))


def by_name(index: Index, question: Question) -> list[Hit]:
    """What is called so; more than asked for, so that properties can decide among them."""
    return index.find(question.text, question.types, limit=MOST)


def ranked(hits: list[Hit], question: Question, facts: Iterable[Row]) -> list[Candidate]:
    """The candidates, best first; the first one matches where it is sure and alone."""
    stated = known_values(facts)
    scored = sorted(
        (scores(hit, question, stated) for hit in hits), key=lambda s: (-s[1], -s[0].thing.mentions, s[0].thing.iri)
    )
    best = scored[: question.limit]
    runner_up = scored[1][1] if len(scored) > 1 else 0.0
    return [
        Candidate(hit.thing, score, at == 0 and score >= SURE and score - runner_up >= AHEAD, features)
        for at, (hit, score, features) in enumerate(best)
    ]


def known_values(facts: Iterable[Row]) -> Mapping[tuple[str, str], set[str]]:
    """Thing and property -> what its value is called and its id."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in facts:
        value = cell(row, "value")
        names = {
            normal(value),
            normal(value.partition("/id/")[2]),
            normal(local_name(value)),
            normal(cell(row, "label")),
        }
        found[cell(row, "thing"), local_name(cell(row, "property"))] |= names - {""}
    return found


def scores(
    hit: Hit, question: Question, stated: Mapping[tuple[str, str], set[str]]
) -> tuple[Hit, float, tuple[tuple[str, float], ...]]:
    features = [("name", hit.score)]
    for wish in question.properties:
        values = stated.get((hit.thing.iri, wish.pid), set())
        features.append((wish.pid, 100.0 if values & set(wish.values) else 0.0))
    wished = [value for _, value in features[1:]]
    if not wished:
        return hit, hit.score, tuple(features)
    score = NAME_SHARE * hit.score + (1 - NAME_SHARE) * sum(wished) / len(wished)
    return hit, round(score, 1), tuple(features)
