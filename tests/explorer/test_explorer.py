"""What people do with the explorer, done in a browser."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests.explorer.conftest import Open, until

TOWN = "place/town-1"


def drawn(page: Page) -> int:
    return int(page.evaluate("explorer.picture.marks.size"))


def kinds_drawn(page: Page) -> set[str]:
    return set(page.evaluate("[...explorer.picture.marks.values()].map((mark) => mark.node.group)"))


def count_beside(page: Page, row: str) -> int:
    return int(re.sub(r"\D", "", page.locator(f"#filters {row} .count").first.inner_text()))


def heading(page: Page) -> str:
    return page.locator("#panel h2").inner_text()


def first_project(page: Page) -> str:
    return str(page.evaluate("explorer.model.nodes.find((node) => node.group === 'Project').label"))


# Open at once, in order


def test_five_thousand_things_are_drawn(show: Open, large: Path) -> None:
    page = show(large)
    until(page, "performance.getEntriesByName('drawn').length > 0")
    expect(page.locator("canvas").first).to_be_visible()


def test_nothing_moves_by_itself(show: Open, county: Path) -> None:
    page = show(county)
    before = page.evaluate("explorer.picture.network.getPositions()")
    page.wait_for_timeout(400)
    assert page.evaluate("explorer.picture.network.getPositions()") == before


def test_labels_never_pile_up(show: Open, large: Path) -> None:
    page = show(large)
    for scale in (0.2, 0.6, 1.5):
        boxes, piled = page.evaluate(
            """(scale) => {
              explorer.picture.network.moveTo({ scale });
              const boxes = explorer.picture.placed(document.createElement("canvas").getContext("2d"));
              const crossing = (a, b) => a.left < b.right && b.left < a.right && a.y < b.bottom && b.y < a.bottom;
              return [boxes.length, boxes.filter((a, i) => boxes.slice(i + 1).some((b) => crossing(a, b))).length];
            }""",
            scale,
        )
        assert boxes > 5
        assert piled == 0


def test_more_labels_show_as_one_comes_nearer(show: Open, county: Path) -> None:
    page = show(county)
    share = """(scale) => {
      explorer.picture.network.moveTo({ scale, position: { x: 0, y: 0 } });
      const { clientWidth, clientHeight } = explorer.picture.container;
      const inSight = [...explorer.picture.marks.values()].filter((mark) => {
        const { x, y } = explorer.picture.network.canvasToDOM(mark);
        return x > 0 && y > 0 && x < clientWidth && y < clientHeight;
      });
      return explorer.picture.placed(document.createElement("canvas").getContext("2d")).length / inSight.length;
    }"""
    assert page.evaluate(share, 0.3) < page.evaluate(share, 1.0) < page.evaluate(share, 3.0)


# Find


def test_finds_by_name_and_shows_it(show: Open, county: Path) -> None:
    page = show(county)
    name = first_project(page)
    page.keyboard.press("/")
    page.keyboard.type(name[:4])
    page.locator("#found li", has_text=name).first.click()
    expect(page.locator("#panel h2")).to_have_text(name)


def test_finds_by_other_names_pinyin_and_initials(show: Open, county: Path) -> None:
    page = show(county)
    for typed in ("云溪", "yunxi", "yun xi", "yx", "yunxixian", "YunXi"):
        page.evaluate("explorer.store.go({ at: '' })")
        until(page, "document.querySelector('#panel').hidden")
        page.fill("#search", typed)
        page.keyboard.press("Enter")
        expect(page.locator("#panel h2")).to_have_text("云溪县")


def test_search_can_be_used_by_keyboard_alone(show: Open, county: Path) -> None:
    page = show(county)
    page.keyboard.press("/")
    page.keyboard.type("zhen")
    second = page.locator("#found li").nth(1).locator("bdi").inner_text()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#found [aria-selected=true] bdi")).to_have_text(second)
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(second)
    page.fill("#search", "没有这样的名称")
    expect(page.locator("#found .none")).to_be_visible()
    page.keyboard.press("Escape")
    assert page.locator("#found").is_hidden()


# Narrow


def test_the_legend_is_the_filter(show: Open, county: Path) -> None:
    page = show(county)
    everything = drawn(page)
    firms = count_beside(page, "[data-key=Organization] ~")
    page.locator("[data-key=Organization]").click()
    until(page, f"explorer.picture.marks.size === {everything - firms}")
    assert "Organization" not in kinds_drawn(page)
    page.locator("[data-key=Organization]").click()
    until(page, f"explorer.picture.marks.size === {everything}")


def test_shows_only_one_subtype(show: Open, county: Path) -> None:
    page = show(county)
    page.locator("#filters summary", has_text="项目").first.click(position={"x": 5, "y": 10})
    row = page.locator("#filters label", has_text="能源项目")
    expected = int(row.locator(".count").inner_text())
    row.hover()
    row.locator(".only").click()
    until(page, f"explorer.picture.marks.size === {expected}")
    assert page.evaluate("[...explorer.picture.marks.values()].every((mark) => mark.node.type === 'EnergyProject')")


def test_each_filter_leaves_as_many_as_it_says(show: Open, county: Path) -> None:
    page = show(county)
    everything = drawn(page)
    for chip in ("mode actual", "mode target", "status started", "year 2025"):
        expected = count_beside(page, f"[data-key='{chip}']")
        assert 0 < expected < everything
        page.locator(f"[data-key='{chip}']").click()
        until(page, f"explorer.picture.marks.size === {expected}")
        page.locator("#filters header button").click()
        until(page, f"explorer.picture.marks.size === {everything}")


def test_filters_by_section_of_the_report(show: Open, county: Path) -> None:
    page = show(county)
    page.locator("#filters summary", has_text="报告章节").click()
    row = page.locator("#filters label", has_text="2025年工作安排")
    expected = int(row.locator(".count").inner_text())
    row.click()
    until(page, f"explorer.picture.marks.size === {expected}")


def test_filters_by_confidence(show: Open, county: Path) -> None:
    page = show(county)
    lines = page.evaluate("explorer.picture.lines.length")
    page.locator("[data-key=sure]").evaluate(
        "(slider) => { slider.value = 85; slider.dispatchEvent(new Event('input')); }"
    )
    until(page, f"explorer.picture.lines.length < {lines}")
    assert page.evaluate("explorer.picture.lines.get().every(({ id }) => explorer.model.edges[id].confidence >= 0.85)")
    assert "sure=85" in page.url


def test_shows_everything_in_one_township(show: Open, county: Path) -> None:
    page = show(county, f"#at={TOWN}")
    page.locator("[data-key=within]").click()
    until(page, "explorer.scene.kind === 'within'")
    inside = page.evaluate(
        """(town) => explorer.model.nodes.filter((node) => node.key === town || node.edges.some((edge) =>
          edge.from === node && edge.predicate === "locatedIn" && edge.to.key === town)).length""",
        TOWN,
    )
    assert drawn(page) == inside > 2


def test_focuses_on_neighbours_to_a_depth(show: Open, county: Path) -> None:
    page = show(county, f"#at={TOWN}")
    sizes = []
    for depth in (1, 2, 3):
        page.locator(f"[data-key='depth {depth}']").click()
        until(page, f"explorer.store.state.depth === {depth} && explorer.scene.kind === 'focus'")
        sizes.append(drawn(page))
    assert 2 < sizes[0] < sizes[1] < sizes[2]


def test_finds_the_path_between_two_things(show: Open, county: Path) -> None:
    ends = "organization"
    page = show(county)
    one, other = page.evaluate(
        f"explorer.model.nodes.filter((node) => node.key.startsWith('{ends}/')).slice(0, 2).map((node) => node.label)"
    )
    page.fill("#search", one)
    page.keyboard.press("Enter")
    page.locator("[data-key=path]").click()
    page.keyboard.type(other)
    page.keyboard.press("Enter")
    until(page, "explorer.scene.kind === 'path'")
    labels = page.evaluate("[...explorer.picture.marks.values()].map((mark) => mark.label)")
    assert (labels[0], labels[-1]) == (one, other)
    assert len(labels) > 2


def test_back_and_forward_and_the_address_keep_the_view(show: Open, county: Path) -> None:
    page = show(county)
    page.locator("[data-key='mode target']").click()
    until(page, "location.hash.includes('mode=target')")
    narrowed = drawn(page)
    page.locator("[data-key=Project]").click()
    until(page, "location.hash.includes('hide=')")
    shared = page.url
    page.go_back()
    until(page, f"explorer.picture.marks.size === {narrowed}")
    page.go_forward()
    until(page, f"explorer.picture.marks.size < {narrowed}")
    again = show(county, "#" + shared.partition("#")[2])
    assert drawn(again) == drawn(page)


# Read


def test_a_project_tells_its_type_states_figures_relations_and_sentences(show: Open, county: Path) -> None:
    page = show(county)
    name = first_project(page)
    page.fill("#search", name)
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    expect(panel.locator(".kindline")).to_contain_text(re.compile("项目"))
    expect(panel.locator(".line li").first).to_contain_text(re.compile("20(24|25)"))
    expect(panel.locator(".figures")).to_contain_text("3.5 亿元")
    expect(panel.locator(".quotes mark").first).to_contain_text(name)
    expect(panel.locator(".quotes figcaption").first).to_contain_text("政府工作报告")
    neighbour = panel.locator(".links .link").first
    label = neighbour.inner_text()
    neighbour.click()
    until(page, "(name) => document.querySelector('#panel h2').innerText !== name", name)
    expect(page.locator("#panel h2")).to_have_text(label)


def test_a_division_tells_its_official_code(show: Open, county: Path) -> None:
    page = show(county, "#at=place/yunxi")
    expect(page.locator("#panel")).to_contain_text("990101")
    expect(page.locator("#panel .kindline")).to_contain_text("县级")


def test_a_relation_tells_its_sentence_with_both_names_marked(show: Open, county: Path) -> None:
    page = show(county, f"#at={TOWN}")
    page.locator("#panel .why").first.click()
    page.wait_for_selector("#panel .ends")
    expect(page.locator("#panel mark")).to_have_count(2)
    expect(page.locator("#panel .ends button")).to_have_count(2)


def test_clicking_in_the_picture_chooses_a_thing_and_a_relation(show: Open, county: Path) -> None:
    page = show(county, f"#focus={TOWN}")
    page.wait_for_timeout(200)
    where = """(key) => { const mark = explorer.picture.marks.get(explorer.model.keys.get(key).id);
      const { x, y } = explorer.picture.network.canvasToDOM(mark);
      const box = explorer.picture.container.getBoundingClientRect(); return [x + box.x, y + box.y]; }"""
    centre = page.evaluate(where, TOWN)
    other = page.evaluate(
        "(town) => explorer.picture.lines.get().map(({ id }) => explorer.model.edges[id])"
        ".find((edge) => edge.predicate === 'locatedIn' && edge.to.key === town).from.key",
        TOWN,
    )
    end = page.evaluate(where, other)
    page.mouse.click((centre[0] + end[0]) / 2, (centre[1] + end[1]) / 2)
    page.wait_for_selector("#panel .ends")
    page.wait_for_timeout(200)
    page.mouse.click(*page.evaluate(where, other))
    until(page, "(key) => explorer.store.state.at === key", other)


def test_compares_two_things(show: Open, county: Path) -> None:
    page = show(county, f"#at={TOWN}")
    page.locator("[data-key=pin]").click()
    page.fill("#search", "云溪")
    page.keyboard.press("Enter")
    page.locator("[data-key=pin]").click()
    page.locator("[data-key=compare]").click()
    dialog = page.locator("dialog.compare")
    expect(dialog.locator(".pair article")).to_have_count(2)
    expect(dialog).to_contain_text("云溪县")
    page.keyboard.press("Escape")
    until(page, "!location.hash.includes('compare')")


# Other views


def test_the_table_sorts_and_downloads(show: Open, county: Path, tmp_path: Path) -> None:
    page = show(county, "#view=table")
    page.locator("[data-key='sort mentions']").click()
    page.locator("[data-key='sort mentions']").click()
    until(page, "location.hash.includes('sort=-mentions')")
    counts = "[...document.querySelectorAll('tbody tr td:last-child')].map((cell) => Number(cell.textContent))"
    until(page, f"{counts}.length > 20 && {counts}.every((count, at, all) => !at || count <= all[at - 1])")
    with page.expect_download() as started:
        page.locator("[data-key=csv]").click()
    path = tmp_path / "table.csv"
    started.value.save_as(path)
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == drawn(page)
    assert {"名称", "类型"} <= set(rows[0])


def test_the_progress_view_puts_projects_under_their_states(show: Open, county: Path) -> None:
    page = show(county, "#view=time")
    expect(page.locator("thead th")).to_have_text(["2024 实绩", "2025 目标"])
    name = page.locator("tr", has_text="开工").locator("button.state").first.inner_text()
    page.locator("tr", has_text="开工").locator("button.state").first.click()
    page.wait_for_selector("#panel h2")
    expect(page.locator("#panel h2")).to_have_text(name)
    expect(page.locator("#panel .line")).to_contain_text("开工")


def test_indicators_stand_as_result_against_target(show: Open, county: Path) -> None:
    page = show(county, "#view=figures")
    row = page.locator("tbody tr").first
    expect(row).to_contain_text("地区生产总值")
    expect(row).to_contain_text("+5 %")
    expect(row).to_contain_text("+5.5 %")
    expect(row.locator(".bars")).to_have_count(2)


# Made for people


def test_speaks_english(show: Open, county: Path) -> None:
    page = show(county, language="en-GB")
    assert page.evaluate("document.documentElement.lang") == "en"
    expect(page.locator("#filters")).to_contain_text("Project")
    page.locator("[data-key=language]").click()
    until(page, "document.documentElement.lang === 'zh-CN'")
    expect(page.locator("#filters")).to_contain_text("项目")


def test_is_light_and_dark(show: Open, county: Path) -> None:
    page = show(county, "#theme=light")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.locator("[data-key=theme]").click()
    until(page, "document.documentElement.dataset.theme === 'dark'")
    assert page.evaluate(paper) != light


def test_the_picture_can_be_walked_by_keyboard(show: Open, county: Path) -> None:
    page = show(county)
    page.locator("#picture").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("#panel h2")
    first = heading(page)
    page.keyboard.press("ArrowRight")
    until(page, "(first) => document.querySelector('#panel h2').innerText !== first", first)
    expect(page.locator("#live")).to_contain_text(heading(page))
    page.keyboard.press("Enter")
    until(page, "explorer.scene.kind === 'focus'")
    page.keyboard.press("Escape")
    page.wait_for_selector("#panel", state="hidden")


def test_everything_that_can_be_pressed_has_a_name(show: Open, county: Path) -> None:
    page = show(county, f"#at={TOWN}")
    unnamed = page.evaluate(
        """[...document.querySelectorAll("button, input, [role]")].filter((one) => one.offsetParent)
          .filter((one) => !one.innerText && !one.getAttribute("aria-label") && !one.closest("label"))
          .map((one) => one.outerHTML)"""
    )
    assert unnamed == []


@pytest.mark.parametrize(("width", "height"), [(390, 800), (1400, 900), (3840, 2160)])
def test_fits_phone_desk_and_projector(show: Open, county: Path, width: int, height: int) -> None:
    page = show(county, f"#at={TOWN}", width, height)
    for view in ("graph", "table", "time", "figures"):
        page.locator(f"#view-{view}").click()
        until(page, f"explorer.store.state.view === '{view}'")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        ends = page.evaluate(
            "[...document.querySelectorAll('.bar > *')].map((one) => one.getBoundingClientRect().right)"
        )
        assert max(ends) <= width


def test_filters_open_on_a_phone(show: Open, county: Path) -> None:
    page = show(county, "", 390, 800)
    assert page.locator("#filters").is_hidden()
    page.locator("[data-key=filter]").click()
    expect(page.locator("#filters")).to_be_visible()


def test_saves_the_picture_as_png_and_svg(show: Open, county: Path, tmp_path: Path) -> None:
    page = show(county, f"#focus={TOWN}")
    with page.expect_download() as started:
        page.locator("[data-key=png]").click()
    started.value.save_as(tmp_path / "kg.png")
    assert (tmp_path / "kg.png").read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as started:
        page.locator("[data-key=svg]").click()
    started.value.save_as(tmp_path / "kg.svg")
    texts = ElementTree.parse(tmp_path / "kg.svg").findall(".//{http://www.w3.org/2000/svg}text")
    assert 2 < len(texts) <= drawn(page)


def test_prints_what_is_shown_without_the_controls(show: Open, county: Path) -> None:
    page = show(county, "#view=figures")
    page.emulate_media(media="print")
    assert page.locator("#filters").is_hidden()
    assert page.locator(".tools").is_hidden()
    expect(page.locator("#sheet table")).to_be_visible()


# Large


def test_a_thing_without_relations_shows_the_company_it_is_named_in(show: Open, county: Path) -> None:
    page = show(county)
    policy = page.evaluate("explorer.model.nodes.find((node) => node.group === 'Policy').key")
    page.evaluate("(key) => explorer.store.go({ focus: key })", policy)
    until(page, "explorer.scene.kind === 'focus'")
    assert drawn(page) > 1


def test_five_thousand_things_can_be_searched_narrowed_and_focused(show: Open, large: Path) -> None:
    page = show(large)
    assert drawn(page) == 5000
    page.fill("#search", "yunxi")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("云溪县")
    page.locator("[data-key='mode target']").click()
    until(page, "explorer.picture.marks.size < 5000")
    page.goto(large.as_uri() + f"#focus={TOWN}&depth=1")
    until(page, "explorer.scene.kind === 'focus'")
    assert 2 < drawn(page) < 200
