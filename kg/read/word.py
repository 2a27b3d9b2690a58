"""The text of a Word document: paragraphs, tables, numbered footnotes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

NOTES = {"footnote": "/word/footnotes.xml", "endnote": "/word/endnotes.xml"}
KEPT = {qn("w:t"): None, qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def text_of(document: Document) -> str:
    """Every paragraph on its own line, those of tables too; notes as ^[1] in the text and as lines at the end."""
    references: list[tuple[str, str]] = []
    paragraphs = document.element.body.xpath(".//w:p[not(ancestor::w:p)]")
    body = "\n".join("".join(_paragraph(paragraph, references)) for paragraph in paragraphs)
    if not references:
        return body
    notes = _notes(document)
    lines = [f"[{number}]{notes.get(reference, '')}" for number, reference in enumerate(references, start=1)]
    return "\n".join([body, "注释：", *lines])


def _paragraph(paragraph: Any, references: list[tuple[str, str]]) -> Iterator[str]:
    """The words of a paragraph; a text box is given twice in the file, for old programs as its fallback."""
    for element in paragraph.xpath(".//*[not(ancestor::*[local-name()='Fallback'])]"):
        if element.tag == qn("w:t"):
            yield element.text or ""
        elif element.tag in KEPT:
            yield KEPT[element.tag] or ""
        for kind in NOTES:
            if element.tag == qn(f"w:{kind}Reference"):
                references.append((kind, element.get(qn("w:id"))))
                yield f"^[{len(references)}]"


def _notes(document: Document) -> dict[tuple[str, str], str]:
    """What the notes say, by kind and id."""
    said: dict[tuple[str, str], str] = {}
    for part in document.part.package.iter_parts():
        for kind, place in NOTES.items():
            if str(part.partname) == place:
                for note in parse_xml(part.blob).iter(qn(f"w:{kind}")):
                    said[kind, note.get(qn("w:id"))] = "".join(text.text or "" for text in note.iter(qn("w:t"))).strip()
    return said
