"""What several rooms' tests stand on: the Miluo report, built once, and a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

import kg

settings.register_profile("untimed", deadline=None)  # a busy machine fails no test
settings.load_profile("untimed")

MILUO = Path(__file__).parent.parent / "examples" / "miluo-2024" / "report.md"

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or "/usr/bin/chromium"
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


@pytest.fixture(scope="session")
def miluo_report() -> Path:
    return MILUO


@pytest.fixture(scope="session")
def miluo(tmp_path_factory: pytest.TempPathFactory) -> kg.Graph:
    """The graph of the Miluo report; nobody changes it."""
    return kg.build(MILUO, tmp_path_factory.mktemp("miluo") / "output")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all: a second one beside it is refused."""
    if not Path(CHROMIUM).exists():
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
