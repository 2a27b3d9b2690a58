"""Reports for the tests: written as text in which names stand in brackets with their label, `[GOV 市委]`."""

import re
from array import array
from hashlib import sha256

from ontology import divisions
from ontology.model import Dataset, Division, Entity, Extraction, Facts, Label, Mention, Predicate, Relation, Report

MARKED = re.compile(r"\[(?P<label>[A-Z]{3,4}) (?P<name>[^\]]+)\]")


def write(text: str, area: str | Division | None = "430681", year: int = 2024, **facts: tuple[str, str]) -> Extraction:
    """The extraction of a marked text; `area` is an official code; `facts` gives pairs of names by predicate."""
    mentions, clean, last = [], "", 0
    for mark in MARKED.finditer(text):
        clean += text[last : mark.start()]
        start = len(clean)
        clean += mark["name"]
        mentions.append(Mention(start, len(clean), Label(mark["label"]), mark["name"]))
        last = mark.end()
    clean += text[last:]
    report = Report(
        name="report.txt",
        sha256=sha256(f"{clean}{area}{year}".encode()).hexdigest(),
        source=clean,
        text=clean,
        offsets=array("l", range(len(clean))),
        title="政府工作报告",
        area=divisions.by_code()[area] if isinstance(area, str) else area,
        reviewed_year=year,
        coming_year=year + 1,
    )
    named = {mention.text: mention for mention in reversed(mentions)}
    relations = tuple(
        Relation(named[inner], Predicate(predicate), named[outer], 0, len(clean), 0)
        for predicate, (inner, outer) in facts.items()
    )
    return Extraction(report, tuple(mentions), Facts(relations=relations))


def meant(dataset: Dataset, name: str, report: int = 0) -> Entity:
    """The entity that one report means by a name (its first mention)."""
    resolved = dataset.reports[report]
    entities = {entity.id: entity for entity in dataset.entities}
    mention = next(each for each in resolved.extraction.mentions if each.text == name)
    return entities[resolved.links[mention.start, mention.end]]
