"""Everything that the graph speaks of has a page, and the same address gives programs the data."""

from __future__ import annotations

import json
import re
from urllib.parse import quote, urlsplit

import pyoxigraph as ox
import pytest
import rdflib
from playwright.sync_api import Browser, Page, expect

import kg
from tests.serve.conftest import Server

HTML = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"
BASE = "https://municipal-kg.example/"
POWER = "汨罗抽水蓄能电站项目"


def address_of(miluo: kg.Graph, name: str) -> str:
    (iri,) = (node.iri for node in miluo.entities() if node.label == name)
    return "/" + iri.removeprefix(BASE)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (HTML, "text/html"),
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml, text/html;q=0.1", "application/rdf+xml"),
    ],
)
def test_a_thing_is_served_as_its_client_likes(
    miluo: kg.Graph, miluo_server: Server, accept: str, media_type: str
) -> None:
    answer = miluo_server.get(address_of(miluo, POWER), accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert POWER in answer.text or "\\u" in answer.text


def test_the_data_of_a_thing_say_what_the_graph_says(miluo: kg.Graph, miluo_server: Server) -> None:
    path = address_of(miluo, POWER)
    data = rdflib.Graph().parse(data=miluo_server.get(path, "text/turtle").text, format="turtle")
    this = rdflib.URIRef(BASE + path[1:])
    assert (this, rdflib.SKOS.prefLabel, rdflib.Literal(POWER, lang="zh")) in data
    states = list(data.objects(this, rdflib.URIRef("https://w3id.org/municipal-kg/ontology#hasState")))
    assert states
    assert all((state, rdflib.PROV.wasQuotedFrom, None) in data for state in states)


def test_every_iri_of_the_graph_answers_at_its_own_path(miluo: kg.Graph, miluo_server: Server) -> None:
    iris = {term.value for quad in miluo.quads() for term in (*quad, quad.graph_name) if isinstance(term, ox.NamedNode)}
    ours = sorted({iri.partition("#")[0] for iri in iris if iri.startswith(BASE)})
    in_chinese = [iri for iri in ours if not iri.isascii()]
    for iri in [*ours[::60], *in_chinese[:2]]:
        path = "/" + quote(iri.removeprefix(BASE), safe="/%")
        assert miluo_server.get(path, HTML).status_code == 200, iri
        assert miluo_server.get(path, "text/turtle").status_code == 200, iri


def test_the_page_of_a_thing_quotes_its_sentences_with_their_places(miluo: kg.Graph, miluo_server: Server) -> None:
    html = miluo_server.get(address_of(miluo, POWER), HTML).text
    assert f"<mark>{POWER}</mark>" in html
    place = re.search(r'href="(/id/report/[^"#]+/text)#(char=\d+,\d+)"', html)
    assert place
    assert f'id="{place[2]}"' in miluo_server.get(place[1], HTML).text
    embedded = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert embedded
    assert json.loads(embedded[1])["name"] == POWER


def test_the_report_is_shown_whole_with_its_names_as_links(miluo: kg.Graph, miluo_server: Server) -> None:
    html = miluo_server.get("/id/report/430681-2025", HTML).text
    article = re.search(r"<article.*?</article>", html, re.DOTALL)
    assert article
    shown = "".join(re.sub(r"<[^>]+>", "", article[0]).split())
    (row,) = miluo.query("SELECT ?text WHERE { ?context nif:isString ?text }")
    written = "".join(re.sub(r"\*\*|(?m:^#+ )", "", str(row[0])).split())
    assert shown == "".join(written.replace("&", "&amp;").replace("'", "&#39;").replace('"', "&#34;").split())
    assert f'href="{address_of(miluo, POWER)}"' in article[0]


@pytest.mark.parametrize("text", ["抽水蓄能", "miluochoushuixuneng", "mlcs", "汨罗抽水蓄能电站", POWER])
def test_search_finds_by_name_pinyin_and_initials(miluo_server: Server, text: str) -> None:
    assert POWER in miluo_server.get("/search", HTML, q=text).text


def test_search_says_when_nothing_is_called_so(miluo_server: Server) -> None:
    assert "没有找到“火星”" in miluo_server.get("/search", HTML, q="火星").text


@pytest.mark.parametrize("name", ["EnergyProject", "locatedIn", "completed", "Project"])
def test_terms_of_the_ontology_have_pages_and_data(miluo_server: Server, name: str) -> None:
    assert miluo_server.get(f"/ontology/{name}", HTML).status_code == 200
    assert name in miluo_server.get(f"/ontology/{name}", "text/turtle").text
    assert miluo_server.get("/ontology", "text/turtle").headers["content-type"].startswith("text/turtle")


def test_the_page_of_a_class_lists_its_things(miluo: kg.Graph, miluo_server: Server) -> None:
    assert address_of(miluo, POWER) in miluo_server.get("/ontology/EnergyProject", HTML).text


def test_pages_speak_the_language_that_the_browser_wishes(miluo_server: Server) -> None:
    def title(**headers: str) -> str:
        html = miluo_server.client.get(miluo_server.url, headers={"Accept": HTML, **headers}).text
        return re.sub(r"(?s).*<h1>(.*?)</h1>.*", r"\1", html)

    assert title() == "政府工作报告知识图谱"
    assert title(**{"Accept-Language": "en-GB,zh;q=0.5"}) == "Knowledge graph of government work reports"
    answer = miluo_server.get("/", HTML, lang="en")
    assert answer.headers["content-language"] == "en"
    miluo_server.client.cookies.clear()


@pytest.mark.parametrize("path", ["/", "/search?q=<script>alert(1)</script>", "/query?query=<script>", "/nothing"])
def test_pages_run_no_script_and_show_what_they_are_given_as_text(miluo_server: Server, path: str) -> None:
    answer = miluo_server.get(path, HTML)
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    "path", ["/nothing", "/id/place/0", "/assets/../app.py", "/download/../manifest.json", "/id/%00", "/id/%ff%fe",
             "/%2e%2e/%2e%2e/etc/passwd", "/download/store", "/ontology/Nothing", "/resource?iri=%3C%3E"],
)  # fmt: skip
def test_what_is_not_there_is_told_in_one_line(miluo_server: Server, path: str) -> None:
    answer = miluo_server.get(path, "text/plain")
    assert answer.status_code == 404
    assert len(answer.text.splitlines()) == 1


@pytest.mark.parametrize(
    "path", ["/id/place/430681118", "/id/report/430681-2025", "/ontology", "/ontology/EnergyProject",
             "/ontology/completed", "/dataset", "/graphs?default",
             "/sparql?query=ASK{}", "/sparql"],
)  # fmt: skip
def test_a_form_that_there_is_not_is_told_with_those_there_are(miluo_server: Server, path: str) -> None:
    for accept in ("*/*", HTML):
        answer = miluo_server.get(f"{path}{'&' if '?' in path else '?'}format=exe", accept)
        assert answer.status_code == 406
        assert re.search("format (&#39;|')exe(&#39;|'): there are .*ttl", answer.text)


@pytest.mark.parametrize(("form", "media_type"), [("csv", "text/csv"), ("json", "application/sparql-results+json")])
def test_a_form_can_be_asked_for_in_the_address(miluo_server: Server, form: str, media_type: str) -> None:
    answer = miluo_server.get(f"/sparql?query=SELECT * {{}}&format={form}", HTML)
    assert answer.headers["content-type"].startswith(media_type)
    assert miluo_server.get("/id/place/430681118?format=html").headers["content-type"].startswith("text/html")
    assert miluo_server.get("/id/place/430681118?format=text/turtle").headers["content-type"].startswith("text/turtle")


@pytest.mark.parametrize("form", ["csv", "json", "xml", "tsv"])
def test_the_answer_of_a_question_can_be_downloaded(miluo_server: Server, form: str) -> None:
    answer = miluo_server.get(f"/query/energy-projects/{form}")
    assert answer.status_code == 200
    assert f"answer.{form}" in answer.headers["content-disposition"]
    assert POWER in answer.text


def test_every_named_question_has_a_page_with_its_answer(miluo_server: Server) -> None:
    from ontology.questions import queries

    for question in queries():
        html = miluo_server.get(f"/query/{question.name}", HTML).text
        assert question.title_zh in html
        assert "<table>" in html or "没有结果" in html or "必填" in html, question.name


def test_a_question_is_narrowed_by_its_form(miluo_server: Server) -> None:
    html = miluo_server.get("/query/in-township", HTML, name="屈子祠镇").text
    assert "屈子祠镇光伏发电" in html
    assert 'class="chart"' in miluo_server.get("/query/money", HTML).text


def test_ones_own_query_needs_no_prefixes_and_its_errors_are_told(miluo_server: Server) -> None:
    html = miluo_server.get("/query", HTML, query="SELECT ?n { ?p a mkg:EnergyProject ; skos:prefLabel ?n }").text
    assert POWER in html
    wrong = miluo_server.get("/query", HTML, query="SELECT ?n {\n ?p ")
    assert wrong.status_code == 400
    assert "syntax error at line 2, column 5" in wrong.text
    wrong = miluo_server.get("/query", HTML, query="SELECT ?n {\n ?p foo:bar ?n }")
    assert "unknown prefix `foo:` at line 2, column 5; declare it with PREFIX" in wrong.text


def test_a_reader_searches_opens_a_thing_follows_a_quote_and_asks(browser: Browser, miluo_server: Server) -> None:
    page = browser.new_page(locale="zh-CN", java_script_enabled=False)
    page.goto(miluo_server.url)
    page.fill("input[name=q]", "mlcsxn")
    page.press("input[name=q]", "Enter")
    page.click(f"text={POWER}")
    expect(page.locator("h1")).to_have_text(POWER)
    page.click("blockquote a.source >> nth=0")
    sentence = page.locator(":target")
    assert sentence.evaluate("e => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)"
    expect(sentence).to_contain_text("抽水蓄能")
    page.click("nav >> text=提问")
    page.click("text=哪些能源项目？规模和进展如何？")
    expect(page.locator("table >> text=汨罗抽水蓄能电站项目").first).to_be_visible()
    page.close()


def test_the_editor_colours_a_query_runs_it_and_shows_where_it_is_wrong(browser: Browser, miluo_server: Server) -> None:
    page = browser.new_page(locale="en-GB")
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{miluo_server.url}/query")
    page.click(".ace_content")
    page.keyboard.press("Control+A")
    page.keyboard.type("SELECT ?n {\n?p a mkg:EnergyProject ; foo:prefLabel ?n }")
    expect(page.locator(".ace_keyword", has_text="SELECT").first).to_be_visible()
    expect(page.locator(".ace_variable", has_text="?n").first).to_be_visible()
    assert said == []
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".ace_gutter-cell.ace_error")
    expect(page.locator(".error")).to_contain_text("line 2, column 26")
    page.evaluate("editor.setValue(editor.getValue().replace('foo:', 'skos:'), 1)")
    page.keyboard.press("Control+Z")  # undone, and done again
    expect(page.locator("textarea[name=query]")).to_have_value(re.compile("foo:"))
    page.keyboard.press("Control+Y")
    page.click(".own button")
    expect(page.locator(f"table >> text={POWER}")).to_have_count(1)
    assert {urlsplit(address).netloc for address in asked} == {urlsplit(miluo_server.url).netloc}
    page.close()


def test_without_javascript_the_query_page_has_a_text_area(browser: Browser, miluo_server: Server) -> None:
    page = browser.new_page(locale="en-GB", java_script_enabled=False)
    page.goto(f"{miluo_server.url}/query")
    page.fill("textarea[name=query]", "SELECT ?n { ?p a mkg:EnergyProject ; skos:prefLabel ?n }")
    page.click(".own button")
    expect(page.locator(f"table >> text={POWER}")).to_have_count(1)
    page.close()


@pytest.mark.parametrize("name", ["../__init__.py", "mode-python.js", "..%2f..%2fadmin.py", "nothing.js"])
def test_only_the_files_of_the_editor_are_given_out(miluo_server: Server, name: str) -> None:
    assert miluo_server.get(f"/assets/ace/{name}").status_code == 404


def test_pages_fit_a_phone_and_break_no_rule_of_their_own(
    browser: Browser, miluo: kg.Graph, miluo_server: Server
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740}, locale="zh-CN")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for path in ("/", address_of(miluo, POWER), "/id/place/430681", "/query/energy-projects", "/download"):
        page.goto(miluo_server.url + path)
        assert fits(page), path
    assert said == []
    page.close()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_the_explorer_opens_and_asks_for_more(browser: Browser, miluo_server: Server) -> None:
    page = browser.new_page(locale="zh-CN")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{miluo_server.url}/explore")
    page.wait_for_function("window.explorer !== undefined")
    assert errors == []
    found = miluo_server.get("/explore/data", q="抽水蓄能").json()
    assert any(node["label"] == POWER for node in found["nodes"])
    page.close()
