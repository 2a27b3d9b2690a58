"""The typed values that pass from room to room: what a report is, what is found in it, what it says.

Positions (`start`, `end`; `end` exclusive) are characters of `Report.text`, the cleaned text, unless a name says
`source`; `Report.source_span` gives the place in the decoded source file. Labels, states, predicates and the way
figures are written are those of the annotation guidelines (docs/guidelines.md).
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Label(StrEnum):
    """Types of names that the NER pass finds."""

    ADM = "ADM"
    LOC = "LOC"
    PARK = "PARK"
    FAC = "FAC"
    GOV = "GOV"
    ENT = "ENT"
    ORG = "ORG"
    PRJ = "PRJ"
    POL = "POL"
    EVT = "EVT"
    HON = "HON"
    PER = "PER"
    PRO = "PRO"


class Status(StrEnum):
    """States of a project, from plan to use."""

    PLANNED = "planned"
    SIGNED = "signed"
    APPROVED = "approved"
    STARTED = "started"
    ONGOING = "ongoing"
    MILESTONE = "milestone"
    COMPLETED = "completed"
    OPERATIONAL = "operational"
    STOPPED = "stopped"


class Mode(StrEnum):
    """Whether a statement tells what was done or what the government will do."""

    ACTUAL = "actual"
    TARGET = "target"


class Predicate(StrEnum):
    """Relations between two names; the value is the ontology property's local name."""

    LOCATED_IN = "locatedIn"
    PART_OF = "partOf"
    UNDERTAKEN_BY = "undertakenBy"
    COOPERATES_WITH = "cooperatesWith"
    AWARDED = "awarded"
    GRANTED_BY = "grantedBy"
    HELD_IN = "heldIn"
    PARTICIPATES_IN = "participatesIn"
    MEMBER_OF = "memberOf"
    ISSUED_BY = "issuedBy"


class Part(StrEnum):
    """What a stretch of a report is for; it decides the mode and year of what is said there."""

    FRONT = "front"  # title, session, speaker, salutation
    REVIEW = "review"  # what was done
    PLAN = "plan"  # what will be done
    NOTES = "notes"  # footnotes and glossary
    OTHER = "other"


class Division(NamedTuple):
    """An administrative division of the official list, or one known from a report alone (then `code` is empty).

    A tuple, not a dataclass: every run makes the forty thousand of the list, and tuples are made twice as fast.
    """

    code: str
    name: str
    level: str  # country, province, prefecture, county, township, village
    parent: str = ""  # code of the division above; empty for a province


@dataclass(frozen=True, slots=True)
class Section:
    """A headed stretch of the report; `depth` 1 is a main part, 2 a numbered part of it, 3 a bold lead."""

    heading: str
    depth: int
    part: Part
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `section` and `paragraph` count from 0 (`section` is -1 before the first heading)."""

    start: int
    end: int
    section: int
    paragraph: int
    part: Part


@dataclass(frozen=True, slots=True)
class Footnote:
    """A numbered note at the end of the report; `marks` are the places in the text that point to it."""

    number: int
    start: int
    end: int
    term: str
    definition: str
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A report as read from its file."""

    name: str  # file name without folders
    sha256: str  # of the file's bytes
    source: str  # decoded; for .docx and .pdf the text they hold
    text: str  # cleaned: furniture, marks and stray spaces gone, figures half-width
    offsets: array[int]  # one for each character of `text`: where it stands in `source`
    title: str = ""
    area: Division | None = None
    speaker: str = ""
    session: str = ""
    date: str = ""  # ISO 8601, as exact as the report tells: 2024-12-17, 2024-12 or 2024
    reviewed_year: int | None = None
    coming_year: int | None = None
    sections: tuple[Section, ...] = ()
    sentences: tuple[Sentence, ...] = ()  # in order, no overlap; headings and footnotes are sentences too
    footnotes: tuple[Footnote, ...] = ()

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Place in `source` of the non-empty stretch `text[start:end]`."""
        return self.offsets[start], self.offsets[end - 1] + 1


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A name in the text; mentions of a report never overlap."""

    start: int
    end: int
    label: Label
    text: str
    score: float = 1.0  # calibrated: of the mentions with 0.9, nine in ten are right
    by: str = ""  # the pipeline component that found it


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as stated: `bound` is one of "", ">", ">=", "<", "<=", "~"; `high` is set for ranges."""

    value: Decimal
    unit: str = ""
    bound: str = ""
    high: Decimal | None = None

    @property
    def amount(self) -> str:
        """The number as annotations write it, without its unit.

        >>> Quantity(Decimal("68"), "亿元", ">=").amount, Quantity(Decimal(10), "%", high=Decimal("12.5")).amount
        ('>=68', '10-12.5')
        """
        return f"{self.bound}{self.value:f}" + ("" if self.high is None else f"-{self.high:f}")


@dataclass(frozen=True, slots=True)
class ProjectState:
    """What the text says of a project: `start`, `end` are the words that say it."""

    project: Mention
    status: Status
    year: int | None
    mode: Mode
    start: int
    end: int
    sentence: int
    score: float = 1.0
    by: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A statement between two names. An end may stand inside a longer name (屈子祠镇 in 屈子祠镇光伏发电)."""

    subject: Mention
    predicate: Predicate
    object: Mention
    start: int
    end: int
    sentence: int
    score: float = 1.0
    by: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """A figure: of `subject`, or of what `about` says (全市, 全省, or a phrase that is no name)."""

    subject: Mention | None
    about: str  # the subject as the text names it
    indicator: str  # as the text names it, without the verb
    quantity: Quantity | None
    change: Quantity | None
    year: int | None
    mode: Mode
    start: int
    end: int
    sentence: int
    score: float = 1.0
    by: str = ""
    since: int | None = None  # first year, where the figure is of several years


@dataclass(frozen=True, slots=True)
class Definition:
    """What a term means by the report's own footnote; `term` is its mention in the body where one is marked."""

    name: str
    text: str
    footnote: int  # its number
    term: Mention | None
    sentence: int
    score: float = 1.0
    by: str = "footnote"


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything one report states."""

    states: tuple[ProjectState, ...] = ()
    relations: tuple[Relation, ...] = ()
    observations: tuple[Observation, ...] = ()
    definitions: tuple[Definition, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """One report, the names found in it and what it states."""

    report: Report
    mentions: tuple[Mention, ...]
    facts: Facts


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing of the world, whatever the reports call it."""

    id: str  # "<kind>/<slug>", readable and the same in every build
    type: str  # local name of the most exact ontology class: EnergyProject, AdministrativeDivision, ...
    label: Label
    name: str
    names: tuple[str, ...] = ()  # other names, sorted
    division: Division | None = None  # for official places, and the area that a government body belongs to
    parent: str = ""  # id of the place or body above it


@dataclass(frozen=True, slots=True)
class Resolved:
    """An extraction whose names are tied to entities; `links` covers its mentions and the ends of its facts."""

    extraction: Extraction
    id: str  # "report/<slug>"
    area: str  # id of the entity that the report speaks for; empty where the file does not tell
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)  # (start, end) of a name -> entity id


@dataclass(frozen=True, slots=True)
class Dataset:
    """One or many reports resolved against one set of entities, sorted by id."""

    reports: tuple[Resolved, ...]
    entities: tuple[Entity, ...]
