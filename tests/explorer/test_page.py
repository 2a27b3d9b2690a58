"""What the page is made of: safe whatever the names, the same in every build, complete without the network."""

from __future__ import annotations

import json
import re
import threading
import tomllib
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import fiction
import pytest
from playwright.sync_api import expect

import kg.explorer
from kg.explorer.html import ASSETS, SCRIPTS, embed, render
from kg.explorer.layout import layout
from kg.explorer.records import records
from tests.explorer.conftest import Open, until, written

HOSTILE = [
    "<script>hacked=1</script>",
    "</script><script>hacked=1</script>",
    "\"'><img src=x onerror=hacked=1>",
    "<!--<script>",
    "javascript:hacked=1",
    "\u202eهكذا\u202c 项目\u200f",
    "长" * 10_000,
    "&lt;b&gt;粗&lt;/b&gt;",
    "行\u2028行\u2029行",
    '=HYPERLINK("http://example.com")',
    "{{ 7 * 7 }}{% raw %}",
    "__proto__",
    "constructor",
]


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory, kg.explorer.page(fiction.named(HOSTILE)))


def test_hostile_names_are_shown_as_text(show: Open, hostile: Path) -> None:
    page = show(hostile, "#view=time")
    for number in range(len(HOSTILE)):
        page.evaluate(f"explorer.store.go({{ at: 'project/p{number}' }})")
        until(page, f"explorer.panel.shown === 'project/p{number}'")
        assert page.locator("#panel h2").evaluate("(heading) => heading.textContent") == HOSTILE[number]
    for view in ("table", "graph"):
        page.evaluate("(view) => explorer.store.go({ view })", view)
        until(page, f"explorer.store.state.view === '{view}'")
    assert page.evaluate("window.hacked") is None
    expect(page.locator("main img, main script, main b")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1400


def test_hostile_names_can_be_searched_and_saved(show: Open, hostile: Path, tmp_path: Path) -> None:
    page = show(hostile, "#view=table")
    page.fill("#search", "<script")
    expect(page.locator("#found li")).to_have_count(3)
    with page.expect_download() as started:
        page.locator("[data-key=csv]").click()
    started.value.save_as(tmp_path / "kg.csv")
    text = (tmp_path / "kg.csv").read_text(encoding="utf-8-sig")
    assert "\"'=HYPERLINK" in text
    with page.expect_download() as started:
        page.locator("[data-key=svg]").click()
    started.value.save_as(tmp_path / "kg.svg")
    assert "<script" not in (tmp_path / "kg.svg").read_text(encoding="utf-8")


def test_data_cannot_leave_its_script_element() -> None:
    text = embed({"name": "</script><!--\u2028\u2029"})
    assert not re.search("[<\u2028\u2029]", text)
    assert json.loads(text) == {"name": "</script><!--\u2028\u2029"}


def test_the_page_forbids_itself_the_network(show: Open, county: Path) -> None:
    page = show(county)
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") or ""
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    html = county.read_text(encoding="utf-8")
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", html)


def test_the_same_graph_gives_the_same_page() -> None:
    assert kg.explorer.page(fiction.graph(120)) == kg.explorer.page(fiction.graph(120))


def test_a_graph_of_nothing_is_still_a_page(show: Open, tmp_path: Path) -> None:
    path = tmp_path / "graph.html"
    path.write_text(kg.explorer.page(fiction.named([])), encoding="utf-8")
    assert show(path).locator("#title").inner_text()


def test_everything_the_page_says_is_said_in_both_languages() -> None:
    words = tomllib.loads((ASSETS / "words.toml").read_text(encoding="utf-8"))
    assert all(set(entry) == {"zh", "en"} for entry in words.values())
    scripts = "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in SCRIPTS)
    said = set(re.findall(r"""\bt\("(\w+)\"""", scripts))
    assert said <= set(words)


def test_things_never_stand_upon_each_other() -> None:
    places = layout([number % 5 for number in range(300)], [(number, number // 7, 1.0) for number in range(1, 300)])
    spots = [(place.x, place.y) for place in places]
    near = [
        (one, other)
        for index, one in enumerate(spots)
        for other in spots[index + 1 :]
        if (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 < 30**2
    ]
    assert near == []


def test_things_that_hang_together_stand_together() -> None:
    links = [(start + one, start + other, 1.0) for start in (0, 6) for one in range(6) for other in range(one)]
    places = layout([0] * 12, [*links, (0, 6, 1.0)])
    assert {place.community for place in places[:6]} != {place.community for place in places[6:]}
    assert len({place.community for place in places}) == 2


def test_too_much_to_draw_opens_on_communities_that_unfold(show: Open, tmp_path: Path) -> None:
    whole = records(fiction.graph(400))
    path = tmp_path / "graph.html"
    path.write_text(render(replace(whole, page={**whole.page, "drawn": 100})), encoding="utf-8")
    page = show(path)
    assert page.evaluate("explorer.scene.kind") == "overview"
    assert 3 < page.evaluate("explorer.picture.marks.size") < 40
    page.evaluate("explorer.touch([...explorer.picture.marks.values()][3])")
    until(page, "explorer.scene.kind === 'all'")
    assert page.evaluate("explorer.picture.marks.size") > 10
    page.go_back()
    until(page, "explorer.scene.kind === 'overview'")


def test_a_page_on_the_web_asks_its_server_for_what_it_lacks(show: Open) -> None:
    served = kg.explorer.batches(fiction.graph(1700))
    html = kg.explorer.page_of(served, "/things")
    held = {node["key"] for node in served.first().nodes}
    rarest = next(node for node in served.whole.nodes if node["key"] not in held)

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            asked = dict(parse_qsl(address.query))
            batch = served.around(asked["id"]) if "id" in asked else served.found(asked.get("q", ""))
            body = json.dumps(batch) if address.path == "/things" else html
            self.send_response(200)
            self.send_header("Content-Type", "application/json" if address.path == "/things" else "text/html")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = show(f"http://127.0.0.1:{server.server_port}/")
        assert page.evaluate("explorer.model.nodes.length") == 1500
        assert not page.evaluate("(key) => explorer.model.keys.has(key)", rarest["key"])
        page.fill("#search", rarest["label"])
        page.locator("#found li", has_text=rarest["label"]).first.click()
        until(page, "explorer.picture.marks.size > 1 && explorer.scene.kind === 'focus'")
        expect(page.locator("#panel h2")).to_have_text(rarest["label"])
        expect(page.locator("#panel .quotes")).to_contain_text(rarest["label"])
        server.shutdown()
