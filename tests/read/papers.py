"""Reports and files made for the tests: a small report, and how to put a text into a .pdf or .docx."""

from __future__ import annotations

import io
import zipfile

REPORT = """政府工作报告

——2025年1月8日在桐川县第十八届人民代表大会第四次会议上

桐川县人民政府县长　沈　青

各位代表：

现在，我代表县人民政府向大会报告工作，请予审议，并请县政协委员提出意见。

一、2024年工作回顾

2024年，全县地区生产总值186.4亿元，增长5.2%；引进“梧桐计划”[1]人才36人。云岭抽水蓄能电站项目主体

工程开工，安置群众 48 户。“县域商贸样板！”的名声更响。

（一）产业体系更优。**农业稳产增效。**粮食总产量21.3万吨。**工业提质。**新增规上企业９家。

二、2025年工作安排

地区生产总值增长5%左右。加快青石水库除险加固工程②建设。

三、加强政府自身建设

坚持依法行政。

注释：

[1]“梧桐计划”：县里引进人才的五年计划。
"""


def pdf(pages: list[list[str]]) -> bytes:
    """A .pdf whose lines of text stand in a Chinese font that every reader knows."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>"
        % (len(pages), b" ".join(b"%d 0 R" % (6 + 2 * n) for n in range(len(pages)))),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    for number, lines in enumerate(pages):
        shown = b"".join(b"<%s> Tj T*\n" % line.encode("utf-16-be").hex().encode() for line in lines)
        drawing = b"BT /F1 12 Tf 60 780 Td 20 TL\n%sET" % shown
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (7 + 2 * number)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing))
    return _file(objects, b"")


def encrypted_pdf() -> bytes:
    """A .pdf that wants a password nobody knows."""
    key = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"1f" * 32, b"2e" * 32)
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 0 /Kids [] >>", key]
    return _file(objects, b"/Encrypt 3 0 R /ID [<aa> <aa>]")


def _file(objects: list[bytes], trailer: bytes) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, table)
    return bytes(out)


def docx(paragraphs: list[str]) -> bytes:
    """A Word document with these paragraphs."""
    from docx import Document

    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The Word document with one more part or another content of a part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return out.getvalue()
