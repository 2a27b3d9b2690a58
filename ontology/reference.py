"""Writes what is made from the vocabulary: the reference page docs/ontology.md and the JSON-LD context.

    python -m ontology.reference

Both are committed; a test fails where they are not what the vocabulary says now.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pyoxigraph import Triple

from ontology import iris, schemes, shapes
from ontology.questions import queries
from ontology.terms import INDICATOR, MKG, PREFIXES, UNIT, Term, triples, vocabulary

CONTEXT = Path(__file__).with_name("context.jsonld")
PAGE = Path(__file__).parent.parent / "docs" / "ontology.md"

# Words of other vocabularies that the graph uses, with the language or type of their values.
BORROWED: Mapping[str, Mapping[str, str]] = {
    "label": {"@id": "rdfs:label", "@language": "zh"},
    "prefLabel": {"@id": "skos:prefLabel", "@language": "zh"},
    "altLabel": {"@id": "skos:altLabel", "@language": "zh"},
    "definition": {"@id": "skos:definition", "@language": "zh"},
    "name": {"@id": "schema:name", "@language": "zh"},
    "text": {"@id": "schema:text", "@language": "zh"},
    "title": {"@id": "dcterms:title", "@language": "zh"},
    "identifier": {"@id": "dcterms:identifier"},
    "language": {"@id": "dcterms:language"},
    "isPartOf": {"@id": "dcterms:isPartOf", "@type": "@id"},
    "mentions": {"@id": "schema:mentions", "@type": "@id"},
    "dataSet": {"@id": "qb:dataSet", "@type": "@id"},
    "structure": {"@id": "qb:structure", "@type": "@id"},
    "subject": {"@id": "rdf:subject", "@type": "@id"},
    "predicate": {"@id": "rdf:predicate", "@type": "@id"},
    "object": {"@id": "rdf:object", "@type": "@id"},
    "wasQuotedFrom": {"@id": "prov:wasQuotedFrom", "@type": "@id"},
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
}
BORROWED_CLASSES = {"Observation": "qb:Observation", "DataSet": "qb:DataSet", "Statement": "rdf:Statement"}


def main() -> None:
    """Write both files."""
    CONTEXT.write_text(context(), encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")


def context() -> str:
    """The JSON-LD context: a short word for every class and property."""
    words: dict[str, object] = {"@version": 1.1, **PREFIXES, **BORROWED_CLASSES, **BORROWED}
    for term in vocabulary().values():
        words[term.name] = _word(term)
    return json.dumps({"@context": words}, ensure_ascii=False, indent=1) + "\n"


def _word(term: Term) -> str | Mapping[str, str]:
    if term.kind == "class":
        return f"mkg:{term.name}"
    if term.kind == "object property":
        return {"@id": f"mkg:{term.name}", "@type": "@id"}
    plain = term.range.endswith("#string") or not term.range
    return {"@id": f"mkg:{term.name}"} | ({} if plain else {"@type": _short(term.range)})


def page() -> str:
    """The reference page, in Markdown."""
    parts = (_opening(), _classes(), _properties(), _small_schemes(), _units(), _indicators(), _shapes(), _questions())
    return "\n".join(line for part in parts for line in part)


def _opening() -> Iterator[str]:
    yield "<!-- Made by python -m ontology.reference from ontology/*.ttl: change those. -->"
    yield "# 本体 · Ontology\n"
    yield (
        "描述政府工作报告所述事物的词汇表，命名空间 `" + MKG + "`，前缀 `mkg:`。"
        "每条陈述以 `prov:wasQuotedFrom` 指向报告中的句子，以 `mkg:confidence` 注明可信度。\n"
    )
    yield (
        f"The vocabulary of what government work reports say; namespace `{MKG}`, prefix `mkg:`. Every statement points "
        "to its sentence by `prov:wasQuotedFrom` and says how sure it is by `mkg:confidence`.\n"
    )
    yield "Source: [vocabulary.ttl](../ontology/vocabulary.ttl), [schemes](../ontology/schemes),"
    yield "[shapes.ttl](../ontology/shapes.ttl), [context.jsonld](../ontology/context.jsonld).\n"
    yield "## 标识与命名图 · Identifiers and named graphs\n"
    yield "```text\n" + (iris.__doc__ or "").split("\n\n", 1)[1].strip() + "\n```\n"
    yield (
        "A relation stands twice: as a plain triple between two things, and as an `rdf:Statement` with its evidence. "
        "Things are typed with their most exact class and all its super-classes of this vocabulary, and described "
        "once, whatever the number of reports. Two reports that state the same relation state it in both their "
        "graphs, so count with `DISTINCT` over the union of the graphs.\n"
    )
    yield EXAMPLE


def _classes() -> Iterator[str]:
    yield "## 类 · Classes\n"
    yield from _table(
        ("Class", "中文", "English", "Sub-class of", "说明 · Comment"),
        (
            (f"`mkg:{t.name}`", t.label_zh, t.label_en, _links(t.above), f"{t.comment_zh}<br>{t.comment_en}")
            for t in vocabulary().values()
            if t.kind == "class"
        ),
    )
    yield (
        "Figures are `qb:Observation`, relations with evidence `rdf:Statement`, sentences `nif:Sentence`, names in the "
        "text `nif:Phrase` (`itsrdf:taIdentRef` is the thing meant).\n"
    )


def _properties() -> Iterator[str]:
    yield "## 属性 · Properties\n"
    yield from _table(
        ("Property", "中文", "English", "Domain → range", "Sub-property of", "说明 · Comment"),
        (
            (
                f"`mkg:{t.name}`",
                t.label_zh,
                t.label_en,
                f"{_short(t.domain)} → {_short(t.range)}" if t.domain or t.range else "",
                _links(t.above),
                f"{t.comment_zh}<br>{t.comment_en}",
            )
            for t in vocabulary().values()
            if t.kind != "class"
        ),
    )


def _small_schemes() -> Iterator[str]:
    for scheme, title in (
        ("ProjectStates", "项目状态 · Project states"),
        ("Modes", "口径 · Modes"),
        ("Levels", "级别 · Levels"),
        ("PolicyKinds", "政策种类 · Policy kinds"),
    ):
        yield f"## {title}\n"
        rows = _members(f"{MKG}{scheme}", MKG)
        yield from _table(
            ("Concept", "中文", "English", "其他名称 · Other words", "名称特征 · Told by"),
            (
                (
                    f"`mkg:{name}`",
                    _join(v, "prefLabel@zh"),
                    _join(v, "prefLabel@en"),
                    _join(v, "altLabel@zh"),
                    _join(v, "nameBeginning@") + _join(v, "nameEnding@"),
                )
                for name, v in rows.items()
            ),
        )


def _units() -> Iterator[str]:
    yield "## 单位 · Units\n"
    yield f"`{UNIT}`, prefix `mkgu:`. Multiples by 百, 千, 万, 亿 of a listed unit are understood as well.\n"
    yield from _table(
        ("Unit", "中文", "English", "折算 · Equals", "其他写法 · Also written", "QUDT"),
        (
            (
                f"`mkgu:{name}`",
                _join(v, "prefLabel@zh"),
                _join(v, "prefLabel@en"),
                _equals(_join(v, "prefLabel@zh")),
                _join(v, "altLabel@zh"),
                _join(v, "exactMatch@"),
            )
            for name, v in _members(f"{MKG}Units", UNIT).items()
        ),
    )


def _equals(symbol: str) -> str:
    known = schemes.unit(symbol)
    return f"{known.factor:f} {known.base_symbol}" if known and known.symbol != known.base_symbol else ""


def _indicators() -> Iterator[str]:
    yield "## 指标 · Indicators\n"
    yield f"`{INDICATOR}`, prefix `mkgi:`. What is not here has only its words, in `mkg:indicatorText`.\n"
    yield from _table(
        (
            "Indicator",
            "中文",
            "English",
            "单位 · Unit",
            "上位 · Broader",
            "合计为 · Adds up to",
            "其他名称 · Also called",
        ),
        (
            (
                f"`mkgi:{name}`",
                _join(v, "prefLabel@zh"),
                _join(v, "prefLabel@en"),
                _join(v, "canonicalUnit@"),
                _join(v, "broader@"),
                _join(v, "addsUpTo@"),
                _join(v, "altLabel@zh"),
            )
            for scheme in ("Indicators", "ProjectIndicators")
            for name, v in _members(f"{MKG}{scheme}", INDICATOR).items()
        ),
    )


def _shapes() -> Iterator[str]:
    yield "## 校验规则 · Shapes\n"
    yield "What `kg validate` complains of, in the words that it uses.\n"
    targets = ("targetClass@", "targetSubjectsOf@", "targetObjectsOf@")
    yield from _table(
        ("Looks at", "中文", "English"),
        (
            (
                "、".join(f"`{_short(iri)}`" for target in targets for iri in v.get(target, ())),
                _join(v, "message@zh"),
                _join(v, "message@en"),
            )
            for v in _said(shapes.triples()).values()
            if "message@zh" in v
        ),
    )


def _questions() -> Iterator[str]:
    yield "## 问题 · Named questions\n"
    yield (
        "Each is a SPARQL file that runs as it stands over the union of the named graphs. A line "
        "`VALUES ?name { UNDEF }  # parameter text: ...` is a parameter: as it stands the query asks for all, and "
        "`kg query --named in-township --set name=屈子祠镇` puts a value in.\n"
    )
    yield from _table(
        ("No.", "Name", "中文", "English", "参数 · Parameters"),
        (
            (
                str(q.number),
                f"[{q.name}](../ontology/queries/{q.name}.rq)",
                q.title_zh,
                q.title_en,
                "<br>".join(f"`{p.name}` {p.label_zh} · {p.label_en}" for p in q.parameters),
            )
            for q in queries()
        ),
    )


def _members(scheme: str, namespace: str) -> Mapping[str, Mapping[str, list[str]]]:
    """What is said of the concepts of a scheme, as in `_said`, under their local names."""
    said = _said(triples()).items()
    return {concept.removeprefix(namespace): v for concept, v in said if scheme in v.get("inScheme@", ())}


def _said(graph: Iterable[Triple]) -> Mapping[str, Mapping[str, list[str]]]:
    """Values of each subject under property@language, in the order of the file."""
    said: dict[str, dict[str, list[str]]] = {}
    for triple in graph:
        subject, value = getattr(triple.subject, "value", ""), getattr(triple.object, "value", "")
        key = triple.predicate.value.split("#")[-1] + "@" + (getattr(triple.object, "language", None) or "")
        said.setdefault(subject, {}).setdefault(key, []).append(value)
    return said


def _join(values: Mapping[str, list[str]], key: str) -> str:
    return "、".join(_short(value) for value in values.get(key, ()))


def _links(above: Iterable[str]) -> str:
    return ", ".join(f"`{_short(iri)}`" for iri in above)


_OTHERS = {
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "org": "http://www.w3.org/ns/org#",
    "qudt": "http://qudt.org/schema/qudt/",
    "unit": "http://qudt.org/vocab/unit/",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
}


def _short(iri: str) -> str:
    """The IRI with a prefix, where there is one."""
    for prefix, namespace in {**PREFIXES, **_OTHERS}.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


EXAMPLE = """```turtle
project:430681-xin-chang-le-da-qiao-1a2b3c a mkg:TransportProject, mkg:Project ;
    skos:prefLabel "新长乐大桥"@zh ;
    mkg:locatedIn place:430681103 ;
    mkg:hasState <report/430681-2025/state/9411-0c9a3b7d21> .

<report/430681-2025/state/9411-0c9a3b7d21> a mkg:ProjectState ;
    mkg:status mkg:completed ; mkg:year "2025"^^xsd:gYear ; mkg:mode mkg:target ;
    rdfs:label "完成S313大荆至桃林公路、G536蔡屋章至龙塘段公路、新长乐大桥建设"@zh ;
    prov:wasQuotedFrom <report/430681-2025/text#char=9411,9537> ; mkg:confidence 0.93 ; mkg:foundBy "states" .

<report/430681-2025/figure/279-5a0e1c77b2> a qb:Observation ;
    qb:dataSet <report/430681-2025/figures> ;
    mkg:about place:430681 ; mkg:aboutText "全市" ;
    mkg:indicator mkgi:GDP ; mkg:indicatorText "地区生产总值" ;
    mkg:value 486.43 ; mkg:unit mkgu:YiYuan ; mkg:unitText "亿元" ;
    mkg:normalisedValue 48643000000 ; mkg:baseUnit mkgu:Yuan ;
    mkg:change 5 ; mkg:changeUnitText "%" ; mkg:year "2024"^^xsd:gYear ; mkg:mode mkg:actual ;
    prov:wasQuotedFrom <report/430681-2025/text#char=279,311> ; mkg:confidence 0.98 ; mkg:foundBy "figures" .

<report/430681-2025/relation/9411-7f31d0aa54> a rdf:Statement ;
    rdf:subject project:430681-xin-chang-le-da-qiao-1a2b3c ; rdf:predicate mkg:locatedIn ; rdf:object place:430681103 ;
    prov:wasQuotedFrom <report/430681-2025/text#char=9411,9537> ; mkg:confidence 0.9 .
```
"""

if __name__ == "__main__":
    main()
