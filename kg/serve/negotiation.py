"""Which media type answers a request (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence

# In the order of the server's own preference; the first answers `*/*`.
RESULT_TYPES = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
    "application/json",
    "application/xml",
)
GRAPH_TYPES = (
    "text/turtle",
    "application/ld+json",
    "application/n-triples",
    "application/rdf+xml",
    "application/trig",
    "application/n-quads",
    "application/json",
    "application/xml",
)
HTML = "text/html"
GRAPH_FORMS = {  # what ?format= may be
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
FORMS = {
    "json": "application/sparql-results+json, application/ld+json;q=0.5",
    "xml": "application/sparql-results+xml, application/rdf+xml;q=0.5",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    **GRAPH_FORMS,
}


def choose(accept: str, offered: Sequence[str]) -> str | None:
    """The offered type that the client likes best, None where it accepts none of them.

    >>> choose("text/csv;q=0.5, application/sparql-results+xml", RESULT_TYPES)
    'application/sparql-results+xml'
    >>> choose("image/png", RESULT_TYPES) is None
    True
    """
    ranges = _ranges(accept)
    ranked = [(_quality(media_type, ranges), -i, media_type) for i, media_type in enumerate(offered)]
    best = max(ranked, default=(0.0, 0, ""))
    return best[2] if best[0] > 0 else None


def _ranges(accept: str) -> list[tuple[str, float]]:
    ranges = []
    for part in accept.split(","):
        media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        if media_range:
            ranges.append((media_range, _number(quality)))
    return ranges or [("*/*", 1.0)]


def _number(quality: str) -> float:
    try:
        return min(max(float(quality), 0.0), 1.0)
    except ValueError:
        return 0.0


def _quality(media_type: str, ranges: list[tuple[str, float]]) -> float:
    """The quality of the most exact range that covers the type."""
    main = media_type.split("/")[0]
    for pattern in (media_type, f"{main}/*", "*/*"):
        found = [quality for media_range, quality in ranges if media_range == pattern]
        if found:
            return max(found)
    return 0.0
