"""Bad input gets one line, exit code 1 and no output."""

from __future__ import annotations

import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPORT = """# 政府工作报告

——2025年1月8日在平江县第十八届人民代表大会第四次会议上

一、2024年工作回顾

平江抽水蓄能电站项目主体工程开工，新建农村公路86公里，一般公共预算地方收入12.4亿元。

二、2025年工作安排

平江抽水蓄能电站项目加快建设。
"""


def pdf(content: bytes, trailer: bytes = b"") -> bytes:
    """A page with this content stream."""
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj\n"
        b"trailer<</Root 1 0 R %s>>\n%%%%EOF" % (len(content), content, trailer)
    )


LOCKED = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]" % (b"ab" * 32, b"cd" * 32)

FILES = {
    "empty.txt": (b"", "the file is empty"),
    "blank.md": (b" \n\n", "no text in it"),
    "program.txt": (bytes(range(256)) * 64, "program.txt: "),
    "scan.pdf": (pdf(b"0 0 9 9 re f"), "no text: run OCR first"),
    "locked.pdf": (pdf(b"", LOCKED), "an encrypted .pdf; save it without a password"),
    "broken.pdf": (b"%PDF-1.4 and no more", "a broken .pdf"),
    "broken.docx": (b"PK\x03\x04 and no more", "a broken .docx"),
    "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(999), "an old .doc or an encrypted .docx"),
    "table.xlsx": (b"PK\x03\x04", ".xlsx is not read; give .txt, .md, .html, .docx or .pdf"),
    "huge.txt": (REPORT.encode() + "新建学校竣工。\n".encode() * 2_300_000, "a report has at most"),
}


def kg(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, **options)  # type: ignore[call-overload, no-any-return]


def refused(folder: Path, complaint: str, *arguments: object, **options: object) -> None:
    before = sorted(folder.rglob("*"))
    done = kg(*arguments, **options)
    assert (done.returncode, done.stdout) == (1, "")
    assert complaint in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_report(tmp_path: Path, name: str) -> None:
    content, complaint = FILES[name]
    (tmp_path / name).write_bytes(content)
    refused(tmp_path, complaint, "build", tmp_path / name, "-o", tmp_path / "output")


def test_a_bomb_in_a_docx(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(300 << 20))
    refused(tmp_path, "unpacks to 300 MB", "build", tmp_path / "bomb.docx", "-o", tmp_path / "output")


def test_no_such_file(tmp_path: Path) -> None:
    refused(tmp_path, "missing.md: no such file", "build", tmp_path / "missing.md", "-o", tmp_path / "output")


def test_a_folder_without_reports(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    refused(tmp_path, "empty: no reports in this folder", "build", tmp_path / "empty", "-o", tmp_path / "output")


def test_one_bad_report_among_good_ones(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(REPORT, encoding="utf-8")
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04")
    complaint = "bad.docx: a broken .docx"
    refused(tmp_path, complaint, "build", tmp_path / "bad.docx", tmp_path / "good.md", "-o", tmp_path / "output")


@pytest.mark.parametrize(
    "iri",
    [
        "data",
        "/data/",
        "ftp://a.example/",
        "https://a.example/data",
        "https://a b/",
        "https://a.example/#",
        "https://a.example/?x/",
        "",
    ],
)
def test_a_bad_base_iri(tmp_path: Path, iri: str) -> None:
    (tmp_path / "report.md").write_text(REPORT, encoding="utf-8")
    complaint = "must be absolute http(s), end with / and have no ? or #"
    refused(tmp_path, complaint, "build", tmp_path / "report.md", "-o", tmp_path / "output", "--base-iri", iri)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text(REPORT, encoding="utf-8")
    refused(tmp_path, "/proc/output: cannot be written", "build", tmp_path / "report.md", "-o", "/proc/output")


def test_a_full_disk(tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text(REPORT, encoding="utf-8")

    def fill() -> None:  # no file may grow beyond this, as on a disk with so much left
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    arguments = ("build", tmp_path / "report.md", "-o", tmp_path / "output")
    refused(tmp_path, "output: cannot be written (file too large)", *arguments, preexec_fn=fill)
