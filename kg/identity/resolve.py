"""Many reports' readings brought together: one entity for each identifier, named by all that is said of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from ontology.model import Dataset, Division, Entity, Extraction, Label, Report, Resolved

from . import classes, places
from .keys import Reading, place, scope_of, slug
from .reader import Reader, Span

T = TypeVar("T", bound=str)


class _Said(NamedTuple):
    """One mention of a thing."""

    label: Label
    text: str
    reading: Reading


def _entity(identifier: str, said: Sequence[_Said]) -> Entity:
    """The thing that is said, the same whatever order the reports came in."""
    label = _most(each.label for each in said)
    divisions = {each.reading.division for each in said if each.reading.division}
    division = min(divisions, key=lambda each: (not each.code, each.code, each.name), default=None)
    officials = [each.reading.official for each in said if each.reading.official]
    name = _newest(officials, division) or _fullest(each.reading.form for each in said)
    known = {each.text for each in said}.union(officials, (each.reading.also for each in said))
    if division and label is Label.ADM:
        known.add(division.name)
    return Entity(
        id=identifier,
        type=classes.of(label, name),
        label=label,
        name=name,
        names=tuple(sorted(known - {name, ""})),
        division=division,
        parent=min((each.reading.parent for each in said if each.reading.parent), default=""),
    )


def _most(values: Iterable[T]) -> T:
    """The most frequent; of equals the last in order."""
    counted = Counter(values)
    return max(sorted(counted), key=counted.__getitem__)


def _fullest(forms: Iterable[str]) -> str:
    """The longest form, of equals the most frequent, so that a name does not depend on the order of reports."""
    counted = Counter(forms)
    return max(sorted(counted), key=lambda each: (len(each), counted[each]))


def _newest(officials: Sequence[str], division: Division | None) -> str:
    """The full name; of a township that was renamed after the official list, the newer one."""
    newer = [each for each in officials if division is None or each != division.name]
    return _most(newer or officials) if officials else ""


def resolve(extractions: Iterable[Extraction]) -> Dataset:
    """One entity for each thing that the reports name, and for every name the entity that it means.

    `Resolved.links` covers every mention and every end of a fact. Entities are sorted by id, reports by theirs; the
    result does not depend on the order in which the reports are given. A report given twice counts once.
    """
    said: dict[str, list[_Said]] = defaultdict(list)
    found: dict[tuple[str, str], Resolved] = {}
    for extraction in sorted(extractions, key=lambda each: (each.report.sha256, each.report.name)):
        reader = Reader(extraction)
        key = (_report_slug(extraction.report, reader.area), extraction.report.sha256)
        if key in found:
            continue
        links = reader.links()
        _listen(said, reader, links)
        area = reader.area.id if reader.area else ""
        found[key] = Resolved(extraction, "", area, {span: each.id for span, each in links.items()})
    _add_divisions_above(said)
    entities = tuple(_entity(identifier, said[identifier]) for identifier in sorted(said))
    return Dataset(_named(found), entities)


def _listen(said: dict[str, list[_Said]], reader: Reader, links: Mapping[Span, Reading]) -> None:
    for span, reading in links.items():
        mention = reader.mentions[span]
        said[reading.id].append(_Said(mention.label, mention.text, reading))
    if (area := reader.area) and area.division:
        label = Label.ADM if area.division.level else Label.PARK  # a development zone reports, too
        said[area.id].append(_Said(label, area.official, area))


def _add_divisions_above(said: dict[str, list[_Said]]) -> None:
    """Entities for the divisions that others belong to, up to the province."""
    divisions = {each.reading.division for all_said in said.values() for each in all_said if each.reading.division}
    line = {each for division in divisions for each in (division, *places.above(division)) if each.code}
    for division in line:
        if place(division) not in said:
            over = places.above(division)
            parent = place(over[0]) if over else ""
            reading = Reading(place(division), division.name, division.name, division, parent)
            said[place(division)].append(_Said(Label.ADM, division.name, reading))


def _report_slug(report: Report, area: Reading | None) -> str:
    """Whose report of which year, and what kind where it is no plain government work report."""
    where = scope_of(area.id) if area else slug(report.name.rpartition(".")[0] or report.name)
    year = report.coming_year or report.reviewed_year or report.date[:4]
    kind = "" if "工作报告" in report.title or not report.title else slug(report.title)
    return "-".join(str(part) for part in (where, year, kind) if part) or "report"


def _named(found: Mapping[tuple[str, str], Resolved]) -> tuple[Resolved, ...]:
    """The reports under their ids; two of the same area, year and kind are told apart by their files' digests."""
    shared = Counter(name for name, _ in found)
    named = []
    for (name, digest), each in found.items():
        own = f"report/{name}" + (f"-{digest[:8]}" if shared[name] > 1 else "")
        named.append(Resolved(each.extraction, own, each.area, each.links))
    return tuple(sorted(named, key=lambda each: each.id))
