"""Where things stand: the IRIs of entities, reports and named graphs under a base that the user sets.

<base>id/<kind>/<slug>                     a thing; <kind>/<slug> is `Entity.id`
<base>id/report/<slug>                     a report
<base>id/report/<slug>/text                its text; #char=start,end (RFC 5147) are the sentences and names in it
<base>id/report/<slug>/section/<n>         a headed stretch of it
<base>id/report/<slug>/note/<n>            a footnote
<base>id/report/<slug>/figures             the data set of its figures
<base>id/report/<slug>/<fact>/<start>-<hash>   a state, figure or relation that the sentence at `start` says
<base>id/term/<term>                       what a footnote explains and the text does not name
<base>graph/entities                       names and types of things
<base>graph/reference                      official divisions: code, level, what they are part of
<base>graph/ontology                       vocabulary and schemes
<base>graph/report/<slug>                  what a report states
<base>graph/report/<slug>/text             its text, sentences and mentions
"""

from __future__ import annotations

import re
from urllib.parse import quote

from pyoxigraph import NamedNode

_TEXT_GRAPH = re.compile(r"graph/report/[^/]+/text$")


def base(iri: str) -> str:
    """The base IRI, checked.

    Raises ValueError where it is no absolute http(s) IRI that ends with / and has no query or fragment.
    """
    if not re.fullmatch(r"https?://[^/?#\s]+/(?:[^?#\s]*/)?", iri):
        raise ValueError(f"{iri}: not a base IRI; give one like https://data.example.gov.cn/")
    return NamedNode(iri).value


def thing(base_iri: str, entity_id: str) -> NamedNode:
    """IRI of an entity or report, by its id."""
    return NamedNode(f"{base_iri}id/{entity_id}")


def term(base_iri: str, name: str) -> NamedNode:
    """IRI of a term that only a footnote knows; characters that an IRI cannot hold are percent-encoded."""
    slug = "".join(c if c.isalnum() else quote(c, safe="-._~") for c in name)
    return NamedNode(f"{base_iri}id/term/{slug}")


def graph(base_iri: str, name: str) -> NamedNode:
    """IRI of a named graph: entities, reference, ontology, report/<slug>, report/<slug>/text."""
    return NamedNode(f"{base_iri}graph/{name}")


def is_text_graph(graph_iri: str) -> bool:
    """Whether a named graph holds a report's text and mentions rather than statements."""
    return bool(_TEXT_GRAPH.search(graph_iri))
