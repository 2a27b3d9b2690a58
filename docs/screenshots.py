"""Take the pictures of the explorer that the documentation shows: `python docs/screenshots.py output/graph.html`.

Needs Chromium, and Pillow to make the files small.
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).parent / "img"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or "/usr/bin/chromium"
DESK, PHONE, PROJECTOR = (1400, 900), (390, 800), (1920, 1080)
SHOTS = {
    "explorer": (DESK, "#language=zh&theme=light"),
    "explorer-details": (DESK, "#language=zh&theme=light&focus={place}&at={place}"),
    "explorer-dark": (PROJECTOR, "#language=en&theme=dark&at={place}"),
    "explorer-progress": (DESK, "#language=zh&theme=light&view=time"),
    "explorer-indicators": (DESK, "#language=en&theme=light&view=figures"),
    "explorer-phone": (PHONE, "#language=zh&theme=light&at={project}"),
}
MOST_TOLD = """(group) => {
  const told = (node) => 3 * node.states.length + node.figures.length + node.edges.length / 10;
  return explorer.model.nodes.filter((node) => node.group === group)
    .reduce((best, node) => (told(node) > told(best) ? node : best)).key;
}"""


def main(page_file: Path) -> None:
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--headless=new", "--no-sandbox"])
        page = browser.new_page()
        page.goto(page_file.resolve().as_uri())
        page.wait_for_selector("html[data-ready]")
        keys = {kind.lower(): page.evaluate(MOST_TOLD, kind) for kind in ("Project", "Place")}
        for name, ((width, height), view) in SHOTS.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(page_file.resolve().as_uri() + view.format(**keys))
            page.wait_for_selector("html[data-ready]")
            page.wait_for_timeout(800)
            image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            image.quantize(64, dither=Image.Dither.NONE).save(IMAGES / f"{name}.png", optimize=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "output/graph.html"))
