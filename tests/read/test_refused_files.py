"""A file that cannot be read is refused in one line that says what to do; nothing hangs or crashes."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from papers import REPORT, docx, encrypted_pdf, pdf, with_part

from kg.errors import KgError
from kg.read import doubts, read

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "the file is empty"),
        ("blank.txt", " \n\u3000\n".encode(), "no text in it"),
        ("buttons.txt", "下载\n打印\n**\n".encode(), "no text in it"),
        ("picture.txt", PNG, "binary file"),
        ("program.md", b"\x7fELF\x02\x01\x01" + bytes(200), "binary file"),
        ("picture.png", PNG, "is not read; give .txt"),
        ("report", "政府工作报告".encode(), "is not read; give .txt"),
        ("cut.txt", b"\xff\xfe\x00\xd8\x00", "damaged utf-16-le text"),
        ("scripts.html", b"<html><script>x()</script></html>", "a page without text"),
        ("scanned.pdf", pdf([[], []]), "no text: run OCR first"),
        ("numbered-scan.pdf", pdf([["- 1 -"], ["- 2 -"]]), "no text: run OCR first"),
        ("locked.pdf", encrypted_pdf(), "an encrypted .pdf"),
        ("broken.pdf", b"%PDF-1.4\nnothing", "a broken .pdf"),
        ("broken.docx", b"PK\x03\x04nothing", "a broken .docx"),
        ("cut.docx", docx(["各位代表："])[:-700], "a broken .docx"),
        ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old .doc or an encrypted .docx"),
        ("empty.docx", docx([]), "no text in it"),
        ("sheet.docx", with_part(docx(["x"]), "word/document.xml", b"<a/>"), "a broken .docx"),
    ],
)
def test_a_bad_file_is_refused_in_one_line(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(KgError) as refused:
        read(tmp_path / name)
    message = str(refused.value)
    assert said in message
    assert name in message
    assert "\n" not in message


def test_a_file_that_is_not_there_a_folder_and_a_device_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for path, said in (
        (tmp_path / "none.txt", "no such file"),
        (tmp_path, "a folder"),
        (tmp_path / "pipe.txt", "not a regular file"),
    ):
        with pytest.raises(KgError, match=said):
            read(path)
    with pytest.raises(KgError, match="cannot be read"):
        read("a\0b.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "secret.txt").chmod(0)
    with pytest.raises(KgError, match="may not be read"):
        read(tmp_path / "secret.txt")


def test_a_document_that_unpacks_to_more_than_any_report_is_not_opened(tmp_path: Path) -> None:
    bomb = with_part(docx(["各位代表："]), "word/bomb.xml", bytes(40 << 20))
    (tmp_path / "bomb.docx").write_bytes(bomb)
    assert len(bomb) < 1 << 20
    with pytest.raises(KgError, match="unpacks to 40 MB"):
        read(tmp_path / "bomb.docx")


def test_fifty_megabytes_of_text_are_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "huge.txt").write_bytes("全年生产总值增长。".encode() * (50_000_000 // 27))
    begun = time.monotonic()
    with pytest.raises(KgError, match="split the file"):
        read(tmp_path / "huge.txt")
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("brackets.txt", "（"),
        ("quotes.txt", "“汉；"),
        ("marks.txt", "[1]"),
        ("stars.txt", "**汉"),
        ("figures.txt", "1 "),
        ("towns.txt", "镇"),
        ("headings.txt", "一、汉字\n"),
        ("lists.txt", "（一）汉字\n一、汉字\n"),
        ("salutations.txt", "各位代表：\n"),
        ("turns.txt", "2024年是目标一年\n"),
        ("comments.html", "<!--"),
        ("tags.html", '<a x="'),
        ("links.html", "<a>汉</a>"),
        ("hidden.html", "<nav>"),
        ("entities.html", "&#"),
    ],
)
def test_a_text_made_to_be_slow_takes_time_in_line_with_its_length(tmp_path: Path, name: str, piece: str) -> None:
    def seconds(length: int) -> float:
        (tmp_path / name).write_text("汉字。\n" + piece * (length // len(piece)), encoding="utf-8")
        begun = time.process_time()
        read(tmp_path / name)
        return time.process_time() - begun

    seconds(1_000)  # what is read once only: tables and patterns
    assert seconds(80_000) < 10 * seconds(20_000) + 0.2


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary(min_size=1, max_size=400), name=st.sampled_from(["a.txt", "a.md", "a.html", "a.docx", "a.pdf"]))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(data)
    with suppress(KgError):
        read(tmp_path / name)


def test_what_is_no_chinese_report_is_read_with_doubts(tmp_path: Path) -> None:
    (tmp_path / "recipe.txt").write_text("Take two eggs.\n\nBoil them for five minutes.\n", encoding="utf-8")
    said = doubts(read(tmp_path / "recipe.txt"))
    assert [doubt.split(": ")[1][:24] for doubt in said] == [
        "no sentence of 20 or mor",
        "no title that names a re",
        "does not tell which plac",
        "does not tell its years;",
    ]


def test_a_report_is_read_without_doubts(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    assert doubts(read(tmp_path / "report.txt")) == ()
