"""What can be said: the vocabulary, its shapes and schemes, and how typed facts become triples."""

from ontology.questions import NamedQuery, Parameter, queries, query
from ontology.schemes import indicator, normalise
from ontology.shapes import Violation, validate
from ontology.terms import Term, vocabulary
from ontology.triples import quads

__all__ = [
    "NamedQuery",
    "Parameter",
    "Term",
    "Violation",
    "indicator",
    "normalise",
    "quads",
    "queries",
    "query",
    "validate",
    "vocabulary",
]
