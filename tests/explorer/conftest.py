"""Pages of made-up counties to open in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import fiction
import pytest
from playwright.sync_api import Browser, Page

import kg.explorer

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The explorer of a county with 250 things."""
    return written(tmp_path_factory, kg.explorer.page(fiction.graph(250)))


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The explorer of 5,000 things."""
    return written(tmp_path_factory, kg.explorer.page(fiction.graph(5000)))


def written(factory: pytest.TempPathFactory, html: str) -> Path:
    path = factory.mktemp("explorer") / "graph.html"
    path.write_text(html, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def pages(browser: Browser) -> dict[object, tuple[Page, list[str]]]:
    """Pages that stay open from test to test, with what went wrong in them or went out of them."""
    return {}


@pytest.fixture
def show(browser: Browser, pages: dict[object, tuple[Page, list[str]]]) -> Iterator[Open]:
    """Open a file at a view, as a reader would; at the end nothing may have failed or asked the network for anything.

    A file that is open already goes to the view: its address holds all of its state.
    """

    def open_page(
        address: Path | str, view: str = "", width: int = 1400, height: int = 900, language: str = "zh-CN"
    ) -> Page:
        key = (address, width, height, language)
        if key not in pages:
            page = browser.new_page(viewport={"width": width, "height": height}, locale=language)
            pages[key] = page, listened(page)
            page.goto((address.as_uri() if isinstance(address, Path) else address) + view)
        page = pages[key][0]
        page.wait_for_selector("html[data-ready]")
        page.emulate_media(media="screen")
        page.evaluate("(view) => { document.activeElement.blur(); location.hash = view; }", view)
        until(page, "(view) => decodeURI(location.hash) === view || view === ''", view)
        page.wait_for_timeout(50)
        return page

    yield open_page
    complaints = [complaint for _, heard in pages.values() for complaint in heard]
    for _, heard in pages.values():
        heard.clear()
    assert complaints == []


def listened(page: Page) -> list[str]:
    """What a page complains of or asks for, from now on."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: heard.append(f"error: {error}"))
    page.on("dialog", lambda dialog: heard.append(f"dialog: {dialog.message}"))
    page.on("request", lambda request: heard.append(request.url) if outside(request.url) else None)
    return heard


def outside(url: str) -> bool:
    return not url.startswith(("file:", "blob:", "http://127.0.0.1:"))


def until(page: Page, condition: str, argument: object = None) -> None:
    """Wait until a condition holds; Playwright's own waiting evaluates text, which the page's policy forbids."""
    for _ in range(100):
        if page.evaluate(condition, argument):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"not so within 5 s: {condition}")
