"""A browser, and pages of made-up counties to open in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import fiction
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import kg.explorer

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The explorer of a county with 400 things."""
    return written(tmp_path_factory, kg.explorer.page(fiction.graph(400)))


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The explorer of 5,000 things."""
    return written(tmp_path_factory, kg.explorer.page(fiction.graph(5000)))


def written(factory: pytest.TempPathFactory, html: str) -> Path:
    path = factory.mktemp("explorer") / "graph.html"
    path.write_text(html, encoding="utf-8")
    return path


@pytest.fixture
def show(browser: Browser) -> Iterator[Open]:
    """Open a file as a reader would; at the end nothing may have failed or asked the network for anything."""
    complaints: list[str] = []
    pages: list[Page] = []

    def open_page(
        address: Path | str, view: str = "", width: int = 1400, height: int = 900, language: str = "zh-CN"
    ) -> Page:
        page = browser.new_page(viewport={"width": width, "height": height}, locale=language)
        page.on("console", lambda message: complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: complaints.append(request.url) if outside(request.url) else None)
        page.goto((address.as_uri() if isinstance(address, Path) else address) + view)
        page.wait_for_selector("html[data-ready]")
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert complaints == []


def outside(url: str) -> bool:
    return not url.startswith(("file:", "blob:", "http://127.0.0.1:"))


def until(page: Page, condition: str, argument: object = None) -> None:
    """Wait until a condition holds; Playwright's own waiting evaluates text, which the page's policy forbids."""
    for _ in range(100):
        if page.evaluate(condition, argument):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"not so within 5 s: {condition}")
