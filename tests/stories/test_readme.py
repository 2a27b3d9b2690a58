"""What the README shows works as shown."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import kg
from kg.cli import run

ROOT = Path(__file__).parent.parent.parent
READMES = ("README.md", "README.zh.md")


def blocks(name: str, language: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("name", READMES)
def test_the_query_commands_answer(name: str, miluo: kg.Graph, capsys: pytest.CaptureFixture[str]) -> None:
    commands = [shlex.split(line, comments=True) for block in blocks(name, "sh") for line in block.splitlines()]
    queries = [command[1:] for command in commands if command[:2] == ["kg", "query"]]
    assert len(queries) == 3
    for query in queries:
        assert run([*query, "--graph", str(miluo.folder)]) == 0
        assert capsys.readouterr().out.count("\n") > 1


def test_the_python_lines_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    assert blocks("README.md", "python") == blocks("README.zh.md", "python")
    for block in blocks("README.md", "python"):
        exec(block, names)
    assert isinstance(names["graph"], kg.Graph)


@pytest.mark.parametrize("name", READMES)
def test_every_link_leads_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / name).read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
