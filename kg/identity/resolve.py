"""Many reports' readings brought together: one entity for each identifier, named by all that is said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ontology.model import Dataset, Division, Entity, Extraction, Label, Report, Resolved

from . import classes, places
from .keys import Reading, place, scope_of, slug
from .reader import Reader, Span


@dataclass(slots=True)
class _Tally:
    """What all reports say of one thing."""

    labels: Counter[Label] = field(default_factory=Counter)
    texts: set[str] = field(default_factory=set)
    forms: Counter[str] = field(default_factory=Counter)
    officials: Counter[str] = field(default_factory=Counter)
    divisions: set[Division] = field(default_factory=set)
    parents: set[str] = field(default_factory=set)

    def add(self, label: Label, text: str, reading: Reading) -> None:
        self.labels[label] += 1
        self.texts.add(text)
        self.forms[reading.form] += 1
        if reading.official:
            self.officials[reading.official] += 1
        if reading.division:
            self.divisions.add(reading.division)
        if reading.parent:
            self.parents.add(reading.parent)

    def entity(self, identifier: str) -> Entity:
        """The thing, the same whatever order the reports came in."""
        label = max(self.labels, key=lambda each: (self.labels[each], each))
        division = min(self.divisions, key=lambda each: (not each.code, each.code, each.name), default=None)
        name = self._official(division) or max(self.forms, key=lambda each: (len(each), self.forms[each], each))
        known = self.texts | set(self.officials)
        if division and label is Label.ADM:
            known.add(division.name)
        return Entity(
            id=identifier,
            type=classes.of(label, name),
            label=label,
            name=name,
            names=tuple(sorted(known - {name, ""})),
            division=division,
            parent=min(self.parents, default=""),
        )

    def _official(self, division: Division | None) -> str:
        """The full name; of a township that was renamed after the official list, the newer one."""
        newer = {name: count for name, count in self.officials.items() if not division or name != division.name}
        chosen = newer or self.officials
        return max(chosen, key=lambda each: (chosen[each], each), default="")


def resolve(extractions: Iterable[Extraction]) -> Dataset:
    """One entity for each thing that the reports name, and for every name the entity that it means.

    `Resolved.links` covers every mention and every end of a fact. Entities are sorted by id, reports by theirs; the
    result does not depend on the order in which the reports are given. A report given twice counts once.
    """
    tallies: dict[str, _Tally] = {}
    found: dict[tuple[str, str], Resolved] = {}
    for extraction in sorted(extractions, key=lambda each: (each.report.sha256, each.report.name)):
        reader = Reader(extraction)
        key = (_report_slug(extraction.report, reader.area), extraction.report.sha256)
        if key in found:
            continue
        links = reader.links()
        _tally(tallies, reader, links)
        area = reader.area.id if reader.area else ""
        found[key] = Resolved(extraction, "", area, {span: each.id for span, each in links.items()})
    _add_divisions_above(tallies)
    entities = tuple(tallies[identifier].entity(identifier) for identifier in sorted(tallies))
    return Dataset(_named(found), entities)


def _tally(tallies: dict[str, _Tally], reader: Reader, links: Mapping[Span, Reading]) -> None:
    for span, reading in links.items():
        mention = reader.mentions[span]
        tallies.setdefault(reading.id, _Tally()).add(mention.label, mention.text, reading)
    if reader.area:
        tallies.setdefault(reader.area.id, _Tally()).add(Label.ADM, reader.area.official, reader.area)


def _add_divisions_above(tallies: dict[str, _Tally]) -> None:
    """Entities for the divisions that others belong to, up to the province."""
    divisions = {division for tally in tallies.values() for division in tally.divisions}
    line = {each for division in divisions for each in (division, *places.above(division)) if each.code}
    for division in line:
        if place(division) not in tallies:
            over = places.above(division)
            parent = place(over[0]) if over else ""
            reading = Reading(place(division), division.name, division.name, division, parent)
            tallies[place(division)] = _Tally()
            tallies[place(division)].add(Label.ADM, division.name, reading)


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
