"""What people see in the terminal: answers as tables, what a build holds, how far it is."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from kg.build import Progress as Step
from kg.graph import Graph
from kg.table import Table as Answer
from kg.table import Value
from ontology.terms import PREFIXES

if TYPE_CHECKING:
    from kg.evaluate import Score
    from ontology.shapes import Violation

WIDE = 10_000  # columns, where the output is no terminal: nothing is cut
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # what could steer a terminal
STEPS = {"read": "reading reports", "resolve": "finding what is the same", "write": "writing the graph"}


def console(file: TextIO) -> Console:
    """A console on a file; as wide as it takes where that is no terminal."""
    return Console(file=file, highlight=False) if file.isatty() else Console(file=file, width=WIDE, highlight=False)


def show_table(columns: Iterable[str], rows: Iterable[Iterable[Value]], file: TextIO | None = None) -> None:
    """Show rows; what they hold is text, whatever it looks like."""
    table = Table(header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(cell(value) for value in row))
    console(file or sys.stdout).print(table)


def show_answer(answer: Answer, file: TextIO) -> None:
    """Show the answer of a query."""
    if answer.rows:
        show_table(answer.columns, answer.rows, file)
    else:
        console(file).print("no rows")


def show_questions() -> None:
    """Show the named questions and what they can be narrowed by."""
    from ontology import queries

    rows = [
        (
            query.number,
            query.name,
            f"{query.title_zh}\n{query.title_en}",
            "\n".join(f"{p.name}{' (required)' if p.required else ''}: {p.label_en}" for p in query.parameters),
        )
        for query in queries()
    ]
    show_table(("", "--named", "question", "--set"), rows)


def show_violations(violations: Iterable[Violation]) -> None:
    """Show what is wrong with a graph."""
    rows = ((v.label or v.focus, f"{v.message_zh}\n{v.message_en}", v.value) for v in violations)
    show_table(("statement", "what is wrong", "value"), rows)


def show_scores(scores: Mapping[str, Score]) -> None:
    """Show how well something was found, a type a row."""
    rows = (
        (name, s.gold, s.found, f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}") for name, s in scores.items()
    )
    show_table(("type", "annotated", "found", "precision", "recall", "F1"), rows)


def cell(value: Value) -> Text:
    """A value as people read it: known namespaces by their prefix, nothing that steers the terminal."""
    text = "" if value is None else str(value)
    for prefix, namespace in PREFIXES.items():
        if text.startswith(namespace):
            text = f"{prefix}:{text[len(namespace) :]}"
    return Text(CONTROL.sub("\ufffd", text))


def show_summary(graph: Graph) -> None:
    """Show what a build holds, what to open and how to ask."""
    inputs, counts = graph.manifest["inputs"], graph.manifest["counts"]
    titles = [_title(report["area"], report["title"] or report["name"]) for report in inputs[:3]]
    titles += ["..."] * (len(inputs) > 3)
    out = console(sys.stdout)
    out.print(f"{', '.join(titles)}: {counts['quads']} statements", markup=False, soft_wrap=True)
    show_table(("in the graph", "how many"), [*counts["entities"].items(), *counts["facts"].items()])
    out.print(f"open  {graph.folder}/graph.html", markup=False, soft_wrap=True)
    out.print(f"ask   kg query --list --graph {graph.folder}", markup=False, soft_wrap=True)


def _title(area: str, title: str) -> str:
    """A report's title, with its area where it does not say it."""
    return title if area in title else f"{area}{title}"


@contextmanager
def shown_progress() -> Iterator[Callable[[Step], None]]:
    """Show in a terminal how far a build is, once it takes more than a second."""
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task(STEPS["read"], total=None)
    start = Timer(1.0, bar.start)
    if sys.stderr.isatty():
        start.start()
    try:
        yield lambda now: bar.update(task, description=STEPS[now.step], completed=now.done, total=now.total)
    finally:
        start.cancel()
        if bar.live.is_started:
            bar.stop()
