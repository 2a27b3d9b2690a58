"""Short ways to write RDF terms."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from ontology.schemes import plain_decimal
from ontology.terms import MKG, PREFIXES, RDF, XSD

Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]  # subject, predicate, object

_DATE_TYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}  # by length of the ISO 8601 text


@lru_cache(maxsize=512)
def node(name: str) -> NamedNode:
    """A term by its prefixed name; a name without prefix is of this vocabulary.

    >>> node("skos:prefLabel").value, node("hasState").value
    ('http://www.w3.org/2004/02/skos/core#prefLabel', 'https://w3id.org/municipal-kg/ontology#hasState')
    """
    prefix, colon, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local if colon else MKG + name)


A = NamedNode(f"{RDF}type")
_DECIMAL = NamedNode(f"{XSD}decimal")
_YEAR = NamedNode(f"{XSD}gYear")


def zh(text: str) -> Literal:
    """A Chinese text."""
    return Literal(text, language="zh")


def decimal(value: Decimal) -> Literal:
    """A number, without trailing zeros."""
    return Literal(f"{plain_decimal(value):f}", datatype=_DECIMAL)


@lru_cache(maxsize=1024)
def confidence(score: float) -> Literal:
    """A score as a number of two places."""
    return decimal(Decimal(f"{score:.2f}"))


@lru_cache(maxsize=256)
def year(value: int) -> Literal:
    """A calendar year."""
    return Literal(f"{value:04d}", datatype=_YEAR)


def date(text: str) -> Literal:
    """A date as exact as the ISO 8601 text: a day, a month or a year."""
    return Literal(text, datatype=node(f"xsd:{_DATE_TYPES[len(text)]}"))
