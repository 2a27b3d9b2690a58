"""Reports are read from every file that a government office is likely to have."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from papers import REPORT, docx, pdf, with_part

from kg.read import read
from ontology.model import Part, Report


def gist(report: Report) -> tuple[object, ...]:
    """What must be the same whatever file the report came in."""
    area = report.area.name if report.area else ""
    parts = [(section.heading, section.part) for section in report.sections if section.depth == 1]
    return report.title, area, report.speaker, report.date, report.reviewed_year, report.coming_year, parts


EXPECTED = (
    "政府工作报告",
    "桐川县",
    "沈青",
    "2025-01-08",
    2024,
    2025,
    [
        ("一、2024年工作回顾", Part.REVIEW),
        ("二、2025年工作安排", Part.PLAN),
        ("三、加强政府自身建设", Part.PLAN),
        ("注释：", Part.NOTES),
    ],
)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("utf8.txt", REPORT.encode()),
        ("utf8-with-mark.txt", codecs.BOM_UTF8 + REPORT.encode()),
        ("gb18030.txt", REPORT.encode("gb18030")),
        ("utf16.txt", REPORT.encode("utf-16")),
        ("utf16-big-endian.txt", codecs.BOM_UTF16_BE + REPORT.encode("utf-16-be")),
        ("utf16-without-mark.txt", REPORT.encode("utf-16-le")),
        ("windows-lines.txt", REPORT.replace("\n", "\r\n").encode()),
        ("report.md", REPORT.replace("一、2024", "# 一、2024").encode()),
        ("report.docx", docx(REPORT.split("\n"))),
        ("report.pdf", pdf([REPORT.split("\n")[:12], ["- 2 -", *REPORT.split("\n")[12:]]])),
        ("report.html", ("<html><body><p>" + REPORT.replace("\n\n", "</p><p>") + "</p></body></html>").encode()),
    ],
)
def test_the_same_report_is_read_from(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert gist(read(tmp_path / name)) == EXPECTED


def test_menus_scripts_and_footers_of_a_page_are_not_read(tmp_path: Path) -> None:
    body = "".join(f"<p>{line}</p>" for line in REPORT.split("\n"))
    page = f"""<!DOCTYPE html><html><head><title>县政府网</title><style>p {{ color: red }}</style></head><body>
    <nav><a href="/">首页</a></nav><div class="menu"><a href="/1">政务公开</a> | <a href="/2">互动交流</a></div>
    <!-- 一、2019年工作回顾 --><script>var x = "<p>一、2018年工作回顾</p>";</script>
    <p>当前位置：<a href="/">首页</a> &gt; 政府工作报告</p>
    <FORM>{body}</FORM><footer>版权所有：桐川县人民政府</footer></body></html>"""
    (tmp_path / "page.html").write_text(page, encoding="gb18030")
    report = read(tmp_path / "page.html")
    assert gist(report) == EXPECTED
    assert not any(word in report.text for word in ("政务公开", "2018年", "2019年", "版权所有", "color"))


def test_places_in_a_page_are_places_in_its_markup(tmp_path: Path) -> None:
    page = "<p>2024&nbsp;年，<b>云岭</b>抽水&#33988;能电站<br>A&amp;B公司开工。</p>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    report = read(tmp_path / "page.html")
    start = report.text.index("云岭抽水")
    assert report.text.startswith("2024年，云岭抽水蓄能电站\nA&B公司开工。")
    assert report.source[slice(*report.source_span(start, start + 4))] == "云岭</b>抽水"


def test_a_page_that_links_within_its_sentences_keeps_them(tmp_path: Path) -> None:
    page = '<p><a href="/a">汨罗江</a>治理工程开工，<a href="/b">二期</a>完工。</p><p><a>上一篇</a></p>'
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    assert read(tmp_path / "page.html").text.strip() == "汨罗江治理工程开工，二期完工。"


def test_footnotes_of_a_word_document_are_footnotes(tmp_path: Path) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = f"""<?xml version="1.0" encoding="UTF-8"?><w:document {space}><w:body><w:p>
    <w:r><w:t>引进“梧桐计划”</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>人才。</w:t></w:r>
    </w:p><w:sectPr/></w:body></w:document>"""
    said = "<w:p><w:r><w:t>“梧桐计划”：引进人才的计划。</w:t></w:r></w:p>"
    notes = f'<w:footnotes {space}><w:footnote w:id="2">{said}</w:footnote></w:footnotes>'
    data = with_part(docx([]), "word/document.xml", document.encode())
    data = with_part(data, "word/footnotes.xml", notes.encode())
    relation = (
        b'<Relationship Id="rIdNotes" Target="footnotes.xml" Type='
        b'"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/></Relationships>'
    )
    relations = _part(data, "word/_rels/document.xml.rels").replace(b"</Relationships>", relation)
    kind = (
        b'<Override PartName="/word/footnotes.xml" ContentType='
        b'"application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>'
    )
    kinds = _part(data, "[Content_Types].xml").replace(b"</Types>", kind)
    data = with_part(with_part(data, "word/_rels/document.xml.rels", relations), "[Content_Types].xml", kinds)
    (tmp_path / "notes.docx").write_bytes(data)
    report = read(tmp_path / "notes.docx")
    (note,) = report.footnotes
    assert (note.number, note.term, note.definition) == (1, "梧桐计划", "引进人才的计划。")
    assert report.text[: note.marks[0]] == "引进“梧桐计划”"


def _part(data: bytes, name: str) -> bytes:
    import io
    import zipfile

    return zipfile.ZipFile(io.BytesIO(data)).read(name)
