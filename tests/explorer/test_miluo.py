"""The explorer of the real report, as `kg build` writes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

import kg
from tests.explorer.conftest import Open, until

REPORT = Path(__file__).parents[2] / "examples" / "miluo-2024" / "report.md"


@pytest.fixture(scope="session")
def miluo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("miluo") / "output"
    kg.build(REPORT, folder)
    return folder / "graph.html"


def test_the_river_is_found_by_pinyin_and_initials(show: Open, miluo: Path) -> None:
    page = show(miluo)
    for typed in ("miluojiang", "mlj"):
        page.fill("#search", typed)
        expect(page.locator("#found li").first).to_contain_text("汨罗江")


def test_a_project_tells_what_was_done_and_what_is_promised(show: Open, miluo: Path) -> None:
    page = show(miluo)
    page.fill("#search", "新长乐大桥")
    page.keyboard.press("Enter")
    years = page.locator("#panel .line li")
    expect(years.first).to_contain_text("2024")
    expect(years.first).to_contain_text("实绩")
    expect(years.last).to_contain_text("2025")
    expect(years.last).to_contain_text("目标")
    expect(page.locator("#panel .quotes mark").first).to_contain_text("新长乐大桥")


def test_the_economy_stands_as_result_against_target(show: Open, miluo: Path) -> None:
    page = show(miluo, "#view=figures")
    row = page.locator("tbody tr", has_text="社会消费品零售总额").first.inner_text()
    assert "+5.2 %" in row
    assert "≈ 8 %" in row


def test_the_legend_counts_what_the_report_names(show: Open, miluo: Path) -> None:
    page = show(miluo)
    page.locator("[data-key=Project]").click()
    until(page, "[...explorer.picture.marks.values()].every((mark) => mark.node.group !== 'Project')")
    assert page.evaluate("explorer.picture.marks.size") > 100
