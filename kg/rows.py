"""Extraction rows: what is found in one report as plain rows for `kg extract`, in the form that annotations have.

Places are Unicode code points into the decoded source file; `end` is exclusive.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping

from ontology.model import Extraction, Observation, ProjectState, Relation, Report

Row = Mapping[str, object]


def entity_rows(extraction: Extraction) -> Iterator[Row]:
    """One row a mention, in the order of the text."""
    for mention in extraction.mentions:
        yield {
            **place(extraction.report, mention.start, mention.end),
            "label": mention.label.value,
            "text": mention.text,
            "score": round(mention.score, 4),
        }


def fact_rows(extraction: Extraction) -> Iterator[Row]:
    """One row a state, relation or observation, in the order of the text."""
    facts, report = extraction.facts, extraction.report
    rows = [
        *(state_row(report, state) for state in facts.states),
        *(relation_row(report, relation) for relation in facts.relations),
        *(observation_row(report, observation) for observation in facts.observations),
    ]
    yield from sorted(rows, key=lambda row: (row["start"], row["end"]))


def state_row(report: Report, state: ProjectState) -> dict[str, object]:
    return {
        "kind": "status",
        **place(report, state.start, state.end),
        "project": state.project.text,
        "status": state.status.value,
        "year": year(state.year),
        "mode": state.mode.value,
        "score": round(state.score, 4),
    }


def relation_row(report: Report, relation: Relation) -> dict[str, object]:
    return {
        "kind": "relation",
        **place(report, relation.start, relation.end),
        "subject": relation.subject.text,
        "predicate": relation.predicate.value,
        "object": relation.object.text,
        "score": round(relation.score, 4),
    }


def observation_row(report: Report, observation: Observation) -> dict[str, object]:
    quantity, change = observation.quantity, observation.change
    return {
        "kind": "observation",
        **place(report, observation.start, observation.end),
        "subject": observation.about,
        "indicator": observation.indicator,
        "value": quantity.amount if quantity else "",
        "unit": quantity.unit if quantity else "",
        "change": change.amount if change else "",
        "change_unit": change.unit if change else "",
        "year": years(observation),
        "mode": observation.mode.value,
        "score": round(observation.score, 4),
    }


def place(report: Report, start: int, end: int) -> dict[str, int]:
    """Where a stretch of the cleaned text stands in the source."""
    start, end = report.source_span(start, end)
    return {"start": start, "end": end}


def year(value: int | None) -> str:
    return "" if value is None else str(value)


def years(observation: Observation) -> str:
    """The year of a figure, or 2021-2025 where it is of several."""
    since = year(observation.since)
    return f"{since}-{year(observation.year)}" if since else year(observation.year)


def json_lines(rows: Iterable[Row]) -> Iterator[str]:
    """Rows as JSON Lines."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


LAYERS: Mapping[str, Callable[[Extraction], Iterator[Row]]] = {"entities": entity_rows, "facts": fact_rows}
