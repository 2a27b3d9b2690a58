"""What each build added, changed and removed, for systems that keep a copy: poll `/changes?since=`.

The server remembers a digest of each thing in a file beside the build's folder, so that it knows what changed while
it was not running, too.
"""

from __future__ import annotations

import json
import logging
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b, sha256
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.serve import negotiation
from kg.serve.protocol import RequestError
from kg.serve.site import Site

if TYPE_CHECKING:
    from kg.graph import Graph

KEPT = 20  # builds that are remembered
TIME = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:\+00:00)?)?")

log = logging.getLogger("kg")


@dataclass(frozen=True, slots=True)
class Change:
    """What one build did, as IRIs; `time` is when the server took it up (UTC)."""

    time: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def digests(graph: Graph) -> dict[str, str]:
    """A digest of what the graph says of each thing; where in a report it stands makes no difference."""
    said: dict[str, list[str]] = {
        node.iri: [repr((node.label, node.type, node.names, node.code))] for node in graph.entities()
    }
    more: dict[str, set[str]] = defaultdict(set)
    for state in graph.states():
        more[state.project].add(repr((state.status, state.year, state.mode)))
    for edge in graph.relations():
        for end in (edge.subject, edge.object):
            more[end].add(repr((edge.subject, edge.predicate, edge.object)))
    for item in graph.figures():
        stated = (item.indicator, item.value, item.unit, item.change, item.change_unit, item.year, item.mode)
        more[item.about].add(repr(stated))
    for meaning in graph.meanings():
        more[meaning.term].add(meaning.text)
    return {iri: digest([*lines, *sorted(more[iri])]) for iri, lines in said.items()}


def digest(lines: list[str]) -> str:
    return blake2b("\n".join(lines).encode(), digest_size=8).hexdigest()


def compared(before: Mapping[str, str], after: Mapping[str, str]) -> Change:
    """What happened between two states.

    >>> change = compared({"a": "1", "b": "1"}, {"b": "2", "c": "1"})
    >>> change.added, change.changed, change.removed
    (('c',), ('b',), ('a',))
    """
    both = before.keys() & after.keys()
    return Change(
        datetime.now(UTC).isoformat(timespec="seconds"),
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(iri for iri in both if before[iri] != after[iri])),
        tuple(sorted(before.keys() - after.keys())),
    )


@dataclass(slots=True)
class Feed:
    """The last builds' changes; kept in a file where a build's folder is served, else while the server runs."""

    folder: Path | None
    changes: list[Change] = field(default_factory=list)
    _seen: Mapping[str, str] | None = None

    @property
    def file(self) -> Path | None:
        return self.folder and self.folder.resolve().parent / f".{self.folder.resolve().name}.changes.json"

    def look(self, now: Mapping[str, str]) -> None:
        """Takes note of what the graph says now."""
        if self._seen is None:
            self._remember()
        if self._seen is not None and self._seen != now:
            self.changes = [*self.changes, compared(self._seen, now)][-KEPT:]
        if self._seen != now:
            self._seen = dict(now)
            self._keep()

    def _remember(self) -> None:
        try:
            kept = json.loads(self.file.read_text(encoding="utf-8")) if self.file else {}
            self.changes = [
                Change(c["time"], *(tuple(c[k]) for k in ("added", "changed", "removed"))) for c in kept["changes"]
            ]
            self._seen = dict(kept["seen"])
        except (OSError, ValueError, KeyError, TypeError):
            self.changes, self._seen = [], None  # nothing was seen before

    def _keep(self) -> None:
        if self.file is None:
            return
        state = {"seen": self._seen, "changes": [asdict(change) for change in self.changes]}
        fresh = self.file.with_suffix(".new")
        try:
            fresh.write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")
            fresh.replace(self.file)
        except OSError as error:
            log.warning("what changes is remembered only while this server runs (%s)", error.strerror)


async def page(request: Request) -> Response:
    """The changes after `?since=` (a time as the feed writes it), the latest last; 304 where the poller has them."""
    await request.app.state.kept.index()
    since = request.query_params.get("since", "").replace(" ", "+")  # a + that was not percent-encoded
    if since and not TIME.fullmatch(since):
        raise RequestError(400, "since is no time; give one as this feed writes it: 2025-01-31T08:00:00+00:00")
    found = [change for change in request.app.state.changes.changes if change.time > since]
    accept = request.headers.get("accept", "*/*")
    if negotiation.choose(accept, ("application/json", negotiation.HTML)) == negotiation.HTML:
        return Site(request).page("changes.html", changes=found[::-1])
    data = {"changes": [asdict(change) for change in found]}
    tag = f'"{sha256(json.dumps(data).encode()).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Vary": "Accept"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return JSONResponse(data, headers=headers)
