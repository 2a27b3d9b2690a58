"""The command line: a few lines a command over the public API."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TextIO

import typer

from kg.build import BASE_IRI, MIN_CONFIDENCE
from kg.errors import KgError

app = typer.Typer(
    name="kg",
    help="Turn Chinese government work reports into a knowledge graph, and ask it.",
    epilog="Example: kg build examples/miluo-2024/report.md && kg query --list",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

DONE, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130


class Layer(StrEnum):
    """What `kg extract` gives."""

    ENTITIES = "entities"
    FACTS = "facts"


class Format(StrEnum):
    """Forms of an answer; a graph (CONSTRUCT, DESCRIBE) has other syntaxes than rows have."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XML = "xml"
    TURTLE = "ttl"
    NTRIPLES = "nt"

    @classmethod
    def of(cls, output: Path | None) -> Format:
        """The form that a file's name asks for."""
        suffix = output.suffix.removeprefix(".") if output else ""
        return cls(suffix) if suffix in set(cls) else cls.TABLE


Built = Annotated[Path, typer.Option("--graph", "-g", help="Folder of the build.", metavar="FOLDER")]


def main() -> None:
    """Run the command line; whatever fails is told in one line."""
    gc.set_threshold(200_000)  # what a start makes stays: looking for garbage every 700 objects takes a tenth of it
    logging.basicConfig(format="kg: %(message)s", level=logging.WARNING)
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Exit code of a command."""
    try:
        code = app(arguments, prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
        return complain("interrupted", code) if code == INTERRUPTED else code or DONE
    except typer.TyperException as error:
        return misused(error)
    except KgError as error:
        return complain(str(error), FAILED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes once more at the end
        return FAILED
    except Exception as error:  # the last line of defence: people get a line, not a traceback
        if os.environ.get("KG_DEBUG"):
            raise
        return complain(f"internal error: {type(error).__name__}: {error} (KG_DEBUG=1 shows where)", FAILED)


def misused(error: typer.TyperException) -> int:
    """Tell people how a command is used; where one gave nothing at all, its help has been shown."""
    if message := error.format_message():
        command = getattr(getattr(error, "ctx", None), "command_path", "kg")
        complain(f"{message} ({command} --help shows how)", MISUSED)
    return MISUSED


def complain(message: str, code: int) -> int:
    """Tell people on stderr, in one line, what went wrong."""
    print(f"kg: {' '.join(message.split())}", file=sys.stderr)  # noqa: T201
    return code


@app.command(epilog="Example: kg build examples/miluo-2024/report.md -o output")
def build(
    reports: Annotated[list[Path], typer.Argument(help="Report files, or folders of reports.", metavar="REPORT...")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to build into.")] = Path("output"),
    base_iri: Annotated[str, typer.Option(help="What the IRIs of the data begin with.")] = BASE_IRI,
    min_confidence: Annotated[float, typer.Option(min=0, max=1, help="Leave out what is less sure.")] = MIN_CONFIDENCE,
) -> None:
    """Build the graph of one or many reports."""
    import kg
    from kg import show

    with show.shown_progress() as progress:
        graph = kg.build(reports, output, base_iri=base_iri, min_confidence=min_confidence, progress=progress)
    show.show_summary(graph)


@app.command(epilog="Example: kg extract report.docx --layer facts -o facts.jsonl")
def extract(
    report: Annotated[Path, typer.Argument(help="A report file.")],
    layer: Annotated[Layer, typer.Option(help="What to extract.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write instead of showing.")] = None,
    min_confidence: Annotated[float, typer.Option(min=0, max=1, help="Leave out what is less sure.")] = 0.0,
) -> None:
    """Extract mentions or facts as JSON Lines; places are characters of the decoded file."""
    import kg
    from kg.build import extract_names
    from kg.rows import LAYERS, json_lines

    # What is stated decides which of the less sure names stay; where all stay, it need not be found.
    names_alone = layer is Layer.ENTITIES and not min_confidence
    extraction = extract_names(report) if names_alone else kg.extract(report, min_confidence)
    with writing_to(output) as file:
        file.writelines(json_lines(LAYERS[layer](extraction)))


@app.command(epilog='Example: kg query "SELECT ?name { ?p a mkg:Project ; skos:prefLabel ?name }" --format csv')
def query(
    question: Annotated[
        str | None, typer.Argument(help="SPARQL, a file of it, or - for standard input.", metavar="[QUERY|FILE]")
    ] = None,
    named: Annotated[str | None, typer.Option(help="A named question; --list shows them.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="Show the named questions.")] = False,
    values: Annotated[
        list[str] | None, typer.Option("--set", help="Value for a named question.", metavar="NAME=VALUE")
    ] = None,
    format_: Annotated[Format | None, typer.Option("--format", "-f", help="Form of the answer.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write instead of showing.")] = None,
    folder: Built = Path("output"),
) -> None:
    """Ask a built graph in SPARQL or by a named question."""
    import kg
    from kg import show
    from kg.answers import serialise
    from kg.graph import named_question

    if list_:
        show.show_questions()
        return
    if question is not None and named is not None:
        raise typer.BadParameter("give a query or --named, not both; a build's folder is given by --graph")
    text = sparql(question) if named is None else named_question(named, pairs(values or ()))
    graph = kg.open(folder)
    form = format_ or Format.of(output)
    if form is Format.TABLE:
        table = graph.query(text)
        with writing_to(output) as file:
            show.show_answer(table, file)
    else:
        answer = serialise(graph.answer(text), form).decode()
        with writing_to(output) as file:
            file.write(answer)


def sparql(question: str | None) -> str:
    """A query given as text, as a file, or on standard input."""
    if question is None:
        raise typer.BadParameter("give one of QUERY, FILE, --named NAME and --list")
    if question == "-":
        return sys.stdin.read()
    path = Path(question)
    if path.suffix in (".rq", ".sparql"):
        try:
            return path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise KgError(f"{question}: cannot be read (not UTF-8)") from error
        except OSError as error:
            raise KgError(f"{question}: cannot be read ({(error.strerror or str(error)).lower()})") from error
    return question


def pairs(settings: Iterable[str]) -> dict[str, str]:
    """NAME=VALUE options as a mapping."""
    split = [setting.partition("=") for setting in settings]
    for name, equals, _ in split:
        if not (name and equals):
            raise typer.BadParameter(f"--set {name}: give NAME=VALUE")
    return {name: value for name, _, value in split}


@contextmanager
def writing_to(output: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file."""
    if output is None:
        yield sys.stdout
        return
    try:
        with output.open("w", encoding="utf-8", newline="") as file:
            yield file
    except OSError as error:
        raise KgError(f"{output}: cannot be written ({error.strerror})") from error


@app.command(epilog="Example: kg validate output")
def validate(folder: Annotated[Path, typer.Argument(help="Folder of the build.")] = Path("output")) -> None:
    """Check a built graph against the ontology's shapes."""
    import kg
    from kg import show

    violations = kg.open(folder).validate()
    if violations:
        show.show_violations(violations)
        raise KgError(f"{folder}: {len(violations)} statements break the ontology's shapes")
    typer.echo(f"{folder}: sound, nothing breaks the ontology's shapes")


@app.command(epilog="Example: kg serve --port 8080")
def serve(
    source: Annotated[Path, typer.Argument(help="Folder of a build, an RDF file or a store.")] = Path("output"),
    endpoint: Annotated[str | None, typer.Option(help="A SPARQL endpoint to stand on instead.")] = None,
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 opens it to the network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8000,
    allow_update: Annotated[bool, typer.Option(help="Let holders of KG_TOKEN change the graph.")] = False,
    allow_service: Annotated[
        list[str] | None, typer.Option(help="A host, or an endpoint's address, that SERVICE may ask; repeatable.")
    ] = None,
) -> None:
    """Put a graph on the web: SPARQL endpoint, entity pages, explorer, reconciliation."""
    from kg import serve as server

    server.run(
        source, endpoint=endpoint, host=host, port=port, allow_update=allow_update, allow_service=allow_service or ()
    )


@app.command(epilog="Example: kg evaluate gold.entities.jsonl --report report.txt")
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Annotated rows, JSON Lines.")],
    report: Annotated[Path, typer.Option(help="The report that they annotate.")],
) -> None:
    """Compare what is extracted with annotations: precision, recall and F1 for each type."""
    import kg
    from kg import show
    from kg.evaluate import read_rows, score
    from kg.rows import entity_rows, fact_rows

    annotated = read_rows(gold)
    extraction = kg.extract(report)
    names, facts = ([row for row in annotated if ("kind" in row) is is_fact] for is_fact in (False, True))
    found = [*(entity_rows(extraction) if names else ()), *(fact_rows(extraction) if facts else ())]
    show.show_scores(score(annotated, found))


@app.command(epilog="Example: kg train --data data/training --output model")
def train(
    data: Annotated[Path, typer.Option(help="Folder of reports and their annotations.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write the model to.")] = Path("model"),
    seed: Annotated[int, typer.Option(help="The same seed gives the same model.")] = 1,
    leave_out: Annotated[list[str] | None, typer.Option(help="Keep reports whose name begins so for testing.")] = None,
) -> None:
    """Train the NER model from annotated reports."""
    from kg import ner

    ner.train(data, output, seed, leave_out or ())
