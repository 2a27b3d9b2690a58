"""How fast the explorer is made, opens and moves, beside plain pyvis output of the same graph.

    .venv/bin/python benchmarks/explorer.py [--plain]

Needs Chromium. `--plain` opens pyvis's own page too, whose physics takes minutes.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "explorer"))

import fiction  # the tests' made-up counties
from conftest import ARGUMENTS, CHROMIUM

import kg.explorer
from kg.graph import Graph

SIZES = (500, 1500, 5000)
RUNS = 3
PATIENCE = 180_000  # ms that plain pyvis gets to settle
COUNT_FRAMES = """() => {
  window.frames_seen = 0;
  const step = () => { window.frames_seen += 1; requestAnimationFrame(step); };
  requestAnimationFrame(step);
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plain", action="store_true", help="open plain pyvis output too")
    plain = parser.parse_args().plain
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        print("things  page             made in   size      drawn in   settled in   frames/s while dragged")  # noqa: T201
        for size in SIZES:
            graph = fiction.graph(size)
            report("explorer", size, *explorer(graph, browser, Path(folder)))
            if plain:
                report("plain pyvis", size, *plain_pyvis(graph, browser, Path(folder)))
        browser.close()


def report(page: str, size: int, made: float, length: int, drawn: str, settled: str, frames: str) -> None:
    print(f"{size:6}  {page:<15}  {made:5.2f} s  {length / 1e6:5.2f} MB  {drawn:>9}  {settled:>11}  {frames:>5}")  # noqa: T201


def explorer(graph: Graph, browser: Browser, folder: Path) -> tuple[float, int, str, str, str]:
    start = time.perf_counter()
    html = kg.explorer.page(graph)
    made = time.perf_counter() - start
    path = folder / "explorer.html"
    path.write_text(html, encoding="utf-8")
    drawn, frames = [], []
    for _ in range(RUNS):
        page = opened(browser, path)
        page.wait_for_selector("html[data-ready]")
        while not page.evaluate("performance.getEntriesByName('drawn').length"):
            page.wait_for_timeout(20)
        drawn.append(page.evaluate("performance.getEntriesByName('drawn')[0].startTime") / 1000)
        frames.append(frames_while_dragged(page))
        page.close()
    return made, len(html.encode()), f"{statistics.median(drawn):.2f} s", "at once", str(statistics.median(frames))


def frames_while_dragged(page: Page) -> int:
    """Frames a second while the whole picture is dragged about."""
    page.evaluate(COUNT_FRAMES)
    page.mouse.move(700, 500)
    page.mouse.down()
    start = time.perf_counter()
    for step in range(80):
        page.mouse.move(700 + 200 * (step % 2), 500 + step)
        page.wait_for_timeout(15)
    elapsed = time.perf_counter() - start
    page.mouse.up()
    return round(page.evaluate("window.frames_seen") / elapsed)


def plain_pyvis(graph: Graph, browser: Browser, folder: Path) -> tuple[float, int, str, str, str]:
    from pyvis.network import Network

    start = time.perf_counter()
    network = Network(directed=True, cdn_resources="in_line")
    for iri, data in (nodes := graph.to_networkx()).nodes(data=True):
        network.add_node(iri, label=data["label"])
    for subject, object_ in nodes.edges():
        network.add_edge(subject, object_)
    html = network.generate_html()
    made = time.perf_counter() - start
    path = folder / "plain.html"
    path.write_text(html, encoding="utf-8")
    page = opened(browser, path)
    page.wait_for_load_state("domcontentloaded")
    settled = "() => new Promise((done) => network.once('stabilizationIterationsDone', () => done(performance.now())))"
    page.set_default_timeout(PATIENCE)
    try:
        elapsed = f"{page.evaluate(settled) / 1000:.0f} s"
    except Exception as error:  # noqa: BLE001 - whatever keeps it from settling is the result
        elapsed = f"not in {PATIENCE // 1000} s" if "imeout" in str(error) else "failed"
    page.close()
    return made, len(html.encode()), "–", elapsed, "–"


def opened(browser: Browser, path: Path) -> Page:
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto(path.as_uri(), wait_until="commit")
    return page


if __name__ == "__main__":
    main()
