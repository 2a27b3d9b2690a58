"""The facts room: what a report states of the names in it, and of its area in figures."""

from __future__ import annotations

from collections.abc import Sequence

from kg.facts.definitions import definitions
from kg.facts.figures import observations
from kg.facts.names import told
from kg.facts.relations import relations
from kg.facts.states import states
from ontology.model import Facts, Mention, Report

__all__ = ["find"]


def find(report: Report, mentions: Sequence[Mention]) -> Facts:
    """Project states, relations, figures and definitions of a report, each in the order of the text.

    `mentions` are the report's names in order, as the NER pass gives them.
    """
    names = told(report.text, mentions)
    return Facts(
        states=states(report, names),
        relations=relations(report, names),
        observations=observations(report, names),
        definitions=definitions(report, mentions),
    )
