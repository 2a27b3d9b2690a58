"""The command line, as people type it."""

from __future__ import annotations

import functools
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.cli import app, run

COMMANDS = sorted(command.callback.__name__ for command in app.registered_commands if command.callback)

Run = Callable[[str], tuple[int, str, str]]


@pytest.fixture
def type_in(capsys: pytest.CaptureFixture[str]) -> Run:
    """Type a command; gives exit code, standard output and standard error."""

    def typed(line: str) -> tuple[int, str, str]:
        code = run(shlex.split(line))
        return code, *capsys.readouterr()

    return typed


def test_every_command_of_the_contract_is_there() -> None:
    assert COMMANDS == ["build", "evaluate", "extract", "query", "serve", "train", "validate"]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_shows_an_example(type_in: Run, command: str) -> None:
    code, out, _ = type_in(f"{command} --help")
    assert code == 0
    assert f"Example: kg {command} " in " ".join(out.split())


@pytest.mark.parametrize("language", ["README.md", "README.zh.md"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str, language: str) -> None:
    readme = Path(__file__).parent.parent.parent / language
    assert f"kg {command}" in readme.read_text(encoding="utf-8")


def test_without_a_command_help_is_shown(type_in: Run) -> None:
    code, out, err = type_in("")
    assert (code, err) == (2, "")
    assert "Commands" in out


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("build", "Missing argument 'REPORT...'. (kg build --help shows how)"),
        ("nonsense", "No such command 'nonsense'. (kg --help shows how)"),
        ("query --nonsense", "No such option: --nonsense"),
        ("query", "give one of QUERY, FILE, --named NAME and --list"),
        ("query output --named honours", "give a query or --named, not both"),
        ("query --named in-park --set name", "--set name: give NAME=VALUE"),
        ("extract report.md --layer verbs", "'verbs' is not one of 'entities', 'facts'"),
        ("build report.md --min-confidence 2", "--min-confidence"),
    ],
)
def test_wrong_usage_is_told_in_one_line_with_exit_code_2(type_in: Run, line: str, complaint: str) -> None:
    code, out, err = type_in(line)
    assert (code, out) == (2, "")
    assert complaint in err
    assert err.count("\n") == 1


def test_named_questions_are_listed_in_both_languages(type_in: Run) -> None:
    code, out, _ = type_in("query --list")
    assert code == 0
    assert "energy-projects" in out
    assert "哪些能源项目" in out
    assert "Which energy projects" in out


def test_a_question_is_asked_by_text_file_or_name(type_in: Run, miluo: kg.Graph, tmp_path: Path) -> None:
    question = "SELECT ?name { ?place mkg:code '430681' ; skos:prefLabel ?name }"
    (tmp_path / "city.rq").write_text(question, encoding="utf-8")
    for line in (f'query "{question}"', f"query {tmp_path}/city.rq"):
        code, out, _ = type_in(f"{line} -g {miluo.folder}")
        assert code == 0
        assert "汨罗市" in out
    code, out, _ = type_in(f"query --named definitions --set name=三高四新 -g {miluo.folder}")
    assert code == 0
    assert "三个高地" in out


@pytest.mark.parametrize(
    ("form", "begins"),
    [("csv", "code\r\n430681\r\n"), ("tsv", "?code\n"), ("json", '{"head":'), ("xml", "<?xml")],
)
def test_rows_come_in_the_standard_formats(type_in: Run, miluo: kg.Graph, form: str, begins: str) -> None:
    question = "SELECT ?code { ?place mkg:code ?code FILTER(?code = '430681') }"
    code, out, _ = type_in(f'query "{question}" -f {form} -g {miluo.folder}')
    assert code == 0
    assert out.startswith(begins)


def test_the_name_of_the_file_decides_the_form(type_in: Run, miluo: kg.Graph, tmp_path: Path) -> None:
    code, out, _ = type_in(f'query "ASK {{ ?s ?p ?o }}" -o {tmp_path}/answer.json -g {miluo.folder}')
    assert (code, out) == (0, "")
    assert json.loads((tmp_path / "answer.json").read_text())["boolean"] is True


def test_graphs_come_in_rdf_syntaxes(type_in: Run, miluo: kg.Graph) -> None:
    question = "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s mkg:code '430681' ; rdfs:label ?l }"
    code, out, _ = type_in(f'query "{question}" -f nt -g {miluo.folder}')
    assert code == 0
    assert out.endswith('/id/place/430681> <http://www.w3.org/2000/01/rdf-schema#label> "汨罗市"@zh .\n')
    code, _, err = type_in(f'query "{question}" -f csv -g {miluo.folder}')
    assert code == 1
    assert "the answer is a graph, which has no form csv; give one of ttl, nt, json, xml" in err


def test_text_cannot_steer_the_terminal(type_in: Run, miluo: kg.Graph) -> None:
    code, out, _ = type_in(f"""query "SELECT ('\\\\u001B[31m[bold]red' AS ?x) {{}}" -g {miluo.folder}""")
    assert code == 0
    assert "\x1b" not in out
    assert "[bold]red" in out


@pytest.mark.parametrize(
    ("question", "complaint"),
    [
        ("SELECT ?s { ?s ?p }", "kg: query: syntax error at line 1, column 20: "),
        ("SELECT ?s { ?s foo:p ?o }", "kg: query: unknown prefix `foo:` at line 1, column 16; declare it with PREFIX"),
        ("--named nonsense", "kg: no named query nonsense; there are energy-projects, "),
        ("--named in-park --set nonsense=1", "kg: query in-park: no parameter nonsense; it takes name"),
        ("--named paths", "must be set"),
        ("missing.rq", "kg: missing.rq: cannot be read"),
        ("SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }", "kg: query: SERVICE would ask another host"),
    ],
)
def test_a_bad_question_is_told_in_one_line(type_in: Run, miluo: kg.Graph, question: str, complaint: str) -> None:
    question = question if question.startswith("--") else f'"{question}"'
    code, out, err = type_in(f"query {question} -g {miluo.folder}")
    assert (code, out) == (1, "")
    assert complaint in err
    assert err.count("\n") == 1


def test_a_bad_question_leaves_the_earlier_answer(type_in: Run, miluo: kg.Graph, tmp_path: Path) -> None:
    answer = tmp_path / "answer.csv"
    answer.write_text("earlier", encoding="utf-8")
    assert type_in(f'query "SELECT nonsense" -g {miluo.folder} -o {answer}')[0] == 1
    assert answer.read_text(encoding="utf-8") == "earlier"


def test_a_query_before_any_build_says_what_to_do(type_in: Run, tmp_path: Path) -> None:
    for line in (f'query "ASK {{}}" -g {tmp_path}', f"validate {tmp_path}"):
        code, out, err = type_in(line)
        assert (code, out) == (1, "")
        assert err == f"kg: {tmp_path}: no graph here yet; build one with: kg build REPORT -o {tmp_path}\n"


def test_the_built_graph_is_sound(type_in: Run, miluo: kg.Graph) -> None:
    code, out, _ = type_in(f"validate {miluo.folder}")
    assert (code, out) == (0, f"{miluo.folder}: sound, nothing breaks the ontology's shapes\n")


def test_extracted_mentions_stand_where_they_say(type_in: Run, miluo_report: Path) -> None:
    source = miluo_report.read_text(encoding="utf-8")
    code, out, _ = type_in(f"extract {miluo_report} --layer entities")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert len(rows) > 300
    for row in rows:  # in between there may be a footnote mark
        assert (source[row["start"]], source[row["end"] - 1]) == (row["text"][0], row["text"][-1])
    assert set(rows[0]) == {"start", "end", "label", "text", "score"}


def test_reports_left_out_for_testing_are_not_trained_on(type_in: Run, tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"report{number}.txt").write_text("临江县政府工作报告\n建成临江大桥。", encoding="utf-8")
        (tmp_path / f"report{number}.entities.jsonl").write_text("", encoding="utf-8")
    code, _, told = type_in(f"train --data {tmp_path} --leave-out report1 --leave-out report2 -o {tmp_path}/model")
    assert code == 1
    assert "at least two annotated reports" in told
    assert not (tmp_path / "model").exists()


def test_names_are_the_same_whether_or_not_facts_are_found_too(type_in: Run, miluo_report: Path) -> None:
    alone = type_in(f"extract {miluo_report} --layer entities")
    with_facts = type_in(f"extract {miluo_report} --layer entities --min-confidence 0.0001")
    assert alone == with_facts


def test_extracted_facts_have_the_form_of_annotations(type_in: Run, miluo_report: Path, tmp_path: Path) -> None:
    code, out, _ = type_in(f"extract {miluo_report} --layer facts -o {tmp_path}/facts.jsonl")
    assert (code, out) == (0, "")
    rows = [json.loads(line) for line in (tmp_path / "facts.jsonl").read_text(encoding="utf-8").splitlines()]
    forms = {row["kind"]: {key for key in row if key not in ("kind", "start", "end", "score")} for row in rows}
    assert forms == {
        "status": {"project", "status", "year", "mode"},
        "relation": {"subject", "predicate", "object"},
        "observation": {"subject", "indicator", "value", "unit", "change", "change_unit", "year", "mode"},
    }


def test_what_was_extracted_scores_full_against_itself(type_in: Run, miluo_report: Path, tmp_path: Path) -> None:
    for layer in ("entities", "facts"):
        type_in(f"extract {miluo_report} --layer {layer} -o {tmp_path}/gold.jsonl")
        code, out, _ = type_in(f"evaluate {tmp_path}/gold.jsonl --report {miluo_report}")
        assert code == 0
        assert out.splitlines()[-2].count("1.000") == 3


def test_an_unexpected_failure_is_one_line_too(type_in: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("division\nby zero")

    monkeypatch.setattr(kg, "extract", fail)
    code, _, err = type_in("extract report.md --layer facts")
    assert (code, err) == (1, "kg: internal error: ZeroDivisionError: division by zero (KG_DEBUG=1 shows where)\n")


def test_a_closed_pipe_is_no_news(miluo: kg.Graph) -> None:
    command = f"{sys.executable} -m kg query 'SELECT ?s ?p ?o {{ ?s ?p ?o }}' -f csv -g {miluo.folder} | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stdout == "s,p,o\n"
    assert done.stderr == ""


def test_ctrl_c_ends_a_build_and_leaves_nothing(miluo_report: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kg", "build", str(miluo_report), "-o", str(tmp_path / "output")]
    listening = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # also when tests run in background
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=listening) as build:
        while not list(tmp_path.iterdir()):
            time.sleep(0.02)
        time.sleep(0.3)
        build.send_signal(signal.SIGINT)
        assert build.stderr
        assert build.stderr.read() == "kg: interrupted\n"
    assert build.returncode in (130, -signal.SIGINT)  # a shell shows 130 for both
    assert not list(tmp_path.iterdir())


def test_starting_is_quick() -> None:
    def seconds(*arguments: str) -> float:
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        start = os.times()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=environment)
        end = os.times()
        return (end.children_user - start.children_user) + (end.children_system - start.children_system)

    assert min(seconds("-c", "import kg") for _ in range(3)) < 0.3
    assert min(seconds("-m", "kg", "--help") for _ in range(3)) < 0.5
