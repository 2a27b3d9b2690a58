"""One report's names, each read as the thing it means there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ontology.model import Division, Extraction, Label, Mention, Predicate

from . import bodies, names, places
from .keys import KINDS, Reading, identifier, place, scope_of

Span = tuple[int, int]

_CALLED = re.compile(r"""[（(](?:以下)?(?:统|简)称[：:]?[“"《]?(?P<short>[^“”"《》（）()，。；\n]{2,20})[”"》]?[）)]""")
_DEEPEST = 4  # a group of houses in a village in a township in a county


class Reader:
    """Reads the names of one report, in any order, always alike."""

    def __init__(self, extraction: Extraction) -> None:
        report = extraction.report
        self.extraction = extraction
        self.outlook = places.Outlook(report.area)
        self.area = self._area(report.area) if report.area else None
        self.scope = scope_of(self.area.id) if self.area else f"report-{report.sha256[:8]}"
        self.mentions = _spans(extraction)
        self._holders = _holders(extraction)
        self._before = _joined(self.mentions)
        self._read: dict[Span, Reading] = {}
        self._open: set[Span] = set()  # names whose reading waits for that of another
        self._by_name: dict[tuple[Label, str], Reading] = {}
        self._qualified: Mapping[str, Reading] = {}
        self._qualified = self._places_told_once()
        self._read.clear()  # what was read on the way did not know the villages yet
        self._called = self._short_names()

    def links(self) -> dict[Span, Reading]:
        """What every mention and every end of a fact means."""
        return {span: self.read(span) for span in sorted(self.mentions)}

    def read(self, span: Span) -> Reading:
        """What the name at one place of the text means."""
        if span not in self._read:
            self._open.add(span)
            self._read[span] = self._of_mention(span)
            self._open.discard(span)
        return self._read[span]

    def _of_mention(self, span: Span) -> Reading:
        mention = self.mentions[span]
        name = names.plain(mention.text) or mention.text
        if self._is_place(mention, name):
            around = self._around(span)
            within = self._within(name, around) if around else None
            return within or self._qualified.get(name) or self._cached(mention, name)
        if mention.label is not Label.GOV and names.is_general(name, self.outlook.area):
            return self._general(span, mention, name)
        if called := self._called.get((KINDS[mention.label], name)):
            return called
        return self._cached(mention, name)

    def _cached(self, mention: Mention, name: str) -> Reading:
        key = (mention.label, mention.text)
        if key not in self._by_name:
            self._by_name[key] = self._by_label(mention, name)
        return self._by_name[key]

    def _by_label(self, mention: Mention, name: str) -> Reading:
        if self._is_place(mention, name):
            return self._place(name, mention.text)
        if mention.label is Label.GOV:
            return self._body(name, mention.text)
        return self._thing(mention.label, name, mention.text)

    def _is_place(self, mention: Mention, name: str) -> bool:
        """A division, whether it is named as one or, by its full name, as a region or zone (兰州新区)."""
        if mention.label in (Label.LOC, Label.PARK):
            division = self.outlook.find(name) if places.is_named(name) or self.outlook.is_area(name) else None
            return division is not None and division.name == name
        return mention.label is Label.ADM

    # ---- Places

    def _area(self, area: Division) -> Reading:
        over = places.above(area)
        scope = over[0].code if over and not area.code else ""
        return Reading(place(area, scope), area.name, area.name, area, place(over[0]) if over else "")

    def _division(self, division: Division, text: str, name: str) -> Reading:
        if self.area and division == self.outlook.area:
            return Reading(self.area.id, text, division.name, division, self.area.parent)
        over = places.above(division)
        renamed = division.level == "township" and places.township_kind(name) and name != division.name
        official = name if renamed else division.name
        return Reading(place(division), text, official, division, place(over[0]) if over else "")

    def _place(self, name: str, text: str) -> Reading:
        if names.is_national(Label.ADM, name):
            return Reading(identifier("place", "", name), text)
        if country := places.country(name):
            return Reading(f"place/{country[0]}", text, country[1].name, country[1])
        if division := self.outlook.find(name):
            return self._division(division, text, name)
        return self._compound(name, text) or self._unlisted(name, text, self.scope, "")

    def _compound(self, name: str, text: str) -> Reading | None:
        """罗江镇天井村 in one span."""
        for size in range(min(len(name) - 2, 14), 2, -1):
            head = self.outlook.find(name[:size])
            if head and head.name == name[:size]:
                return self._within(name[size:], self._division(head, name[:size], name[:size]), text)
        return None

    def _within(self, name: str, around: Reading, text: str = "") -> Reading | None:
        """A place inside another that the text names; None where its name does not fit there."""
        text = text or name
        if around.division and around.division.code:
            inner = self.outlook.inside(name, around.division) or self.outlook.find(name)
            if inner and inner != around.division and inner.code.startswith(around.division.code):
                return self._division(inner, text, name)
            if inner and inner.name == name:
                return None
        if places.village_kind(name) or places.township_kind(name):
            return self._unlisted(name, text, scope_of(around.id), around.id)
        return None

    def _unlisted(self, name: str, text: str, scope: str, parent: str) -> Reading:
        level = "village" if places.village_kind(name) else "township" if places.township_kind(name) else ""
        code = scope if scope.isdigit() and parent else ""
        division = Division("", name, level, code) if level else None
        return Reading(identifier("place", scope, name), name if parent else text, "", division, parent)

    def _around(self, span: Span) -> Reading | None:
        """The place that the text says a place is in: the name right before it, or by a relation."""
        outer = self._before.get(span) or self._holders.get(span)
        if outer is None or not self._may_ask(outer) or self.mentions[outer].label is not Label.ADM:
            return None
        return self.read(outer)

    def _may_ask(self, outer: Span) -> bool:
        """Whether the reading of `outer` does not wait for the one at hand: a text may put A in B and B in A."""
        return outer not in self._open and len(self._open) < _DEEPEST

    def _places_told_once(self) -> Mapping[str, Reading]:
        """Villages that the report places in one township: where it names them again, they are the same."""
        told: dict[str, set[Reading]] = defaultdict(set)
        for span, mention in self.mentions.items():
            name = names.plain(mention.text)
            if mention.label is Label.ADM and places.village_kind(name) and self.read(span).parent:
                told[name].add(self.read(span))
        return {name: next(iter(found)) for name, found in told.items() if len(found) == 1}

    # ---- Bodies and other things

    def _body(self, name: str, text: str) -> Reading:
        body = bodies.read(self.outlook, name)
        scope = "" if body.national else self._scope(body.division) if body.division else self.scope
        of = self._division(body.division, "", body.division.name).id if body.division and body.official else ""
        division = body.division if of else None
        return Reading(identifier("organization", scope, body.stem), text, body.official, division, of, body.short)

    def _thing(self, label: Label, name: str, text: str) -> Reading:
        kind = KINDS[label]
        if session := names.national_session(name) if label is Label.EVT else "":
            return Reading(identifier(kind, "", session), text)
        yearly = label in (Label.EVT, Label.POL) and names.is_yearly(name)
        year = str(self.extraction.report.reviewed_year or "") if yearly else ""
        if names.is_national(label, name):
            return Reading(identifier(kind, "", names.stem(label, name) + year), text)
        scope, stem, form = self._of_place(label, name, text)
        return Reading(identifier(kind, scope, names.stem(label, stem) + year), form)

    def _of_place(self, label: Label, name: str, text: str) -> tuple[str, str, str]:
        """Whose it is, its name without that, and the name to show."""
        if label is Label.PER:
            return self.scope, name, text
        edition, rest = names.edition(name) if label is Label.EVT else ("", name)
        found = names.led(self.outlook, rest)
        if found is None or (found.deictic and label is Label.LOC):
            level = names.graded(self.outlook, name) or self._road_owner(name)
            return (self._scope(level) if level else self.scope), name, text
        scope = self._scope(found.division)
        if not names.splits(found):
            return scope, name, text
        spelled = found.deictic and not edition and label is not Label.POL
        form = found.division.name + text.lstrip("“《 ")[len(rest) - len(found.rest) :] if spelled else text
        # 优化营商环境条例 in a report of 湖南 may be the State Council's, not 湖南省优化营商环境条例.
        stem = found.division.name + found.rest if label in (Label.POL, Label.HON) else edition + found.rest
        return scope, stem, form

    def _road_owner(self, name: str) -> Division | None:
        return self.outlook.level("省", "自治区") if names.road_of_province(name) else None

    def _general(self, span: Span, mention: Mention, name: str) -> Reading:
        """主体工程 is the part of the project that the text says, or else a thing of its own."""
        outer = self._holders.get(span)
        scope = f"{self.scope}-{self.extraction.report.sha256[:6]}-{span[0]}"
        if outer is not None and self._may_ask(outer):
            scope = self.read(outer).id.partition("/")[2]
        return Reading(identifier(KINDS[mention.label], scope, names.stem(mention.label, name)), mention.text)

    def _scope(self, division: Division) -> str:
        if self.area and division == self.outlook.area:
            return self.scope
        return scope_of(place(division))

    def _short_names(self) -> Mapping[tuple[str, str], Reading]:
        """Short names that the report itself gives to a full one: （以下简称“…”）, or a company's full name."""
        told: dict[tuple[str, str], set[Reading]] = defaultdict(set)
        ends = {span[1]: span for span in self.mentions}
        for called in _CALLED.finditer(self.extraction.report.text):
            if span := ends.get(called.start()):
                key = (KINDS[self.mentions[span].label], names.plain(called["short"]))
                told[key].add(self._cached(self.mentions[span], names.plain(self.mentions[span].text)))
        for mention in self.mentions.values():
            name = names.plain(mention.text)
            short = names.stem(mention.label, name)
            if mention.label in (Label.ENT, Label.ORG) and short != name:
                found = names.led(self.outlook, short)
                key = (KINDS[mention.label], found.rest if found and names.splits(found) else short)
                told[key].add(self._cached(mention, name))
        return {key: next(iter(found)) for key, found in told.items() if len({each.id for each in found}) == 1}


def _spans(extraction: Extraction) -> dict[Span, Mention]:
    """Mentions and the ends of facts by place.

    An end inside a longer name takes the label that the report's mentions give to the same words.
    """
    labels: dict[str, set[Label]] = defaultdict(set)
    for mention in extraction.mentions:
        labels[mention.text].add(mention.label)
    found = {}
    for end in _ends(extraction):
        known = labels.get(end.text, {end.label})
        found[end.start, end.end] = replace(end, label=next(iter(known))) if len(known) == 1 else end
    return found | {(each.start, each.end): each for each in extraction.mentions}


def _ends(extraction: Extraction) -> Iterator[Mention]:
    facts = extraction.facts
    for state in facts.states:
        yield state.project
    for relation in facts.relations:
        yield relation.subject
        yield relation.object
    for observation in facts.observations:
        if observation.subject:
            yield observation.subject
    for definition in facts.definitions:
        if definition.term:
            yield definition.term


def _holders(extraction: Extraction) -> dict[Span, Span]:
    """What each name is in or part of, where the facts say one thing only."""
    told: dict[Span, set[Span]] = defaultdict(set)
    for relation in extraction.facts.relations:
        if relation.predicate in (Predicate.PART_OF, Predicate.LOCATED_IN):
            inner = (relation.subject.start, relation.subject.end)
            told[inner].add((relation.object.start, relation.object.end))
    return {inner: next(iter(outer)) for inner, outer in told.items() if len(outer) == 1}


def _joined(mentions: Mapping[Span, Mention]) -> dict[Span, Span]:
    """For each place name the one that ends right where it begins: 屈子祠镇 before 新义村."""
    ends = {span[1]: span for span, mention in mentions.items() if mention.label is Label.ADM}
    return {span: ends[span[0]] for span in mentions if span[0] in ends}
