"""The page: our template around what pyvis holds, everything inlined, every script named by its hash.

pyvis carries vis-network and the network's nodes, edges and options; the template that it is given here replaces its
own, which loads from the web and takes names for markup.
"""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

    from kg.explorer.records import Record, Records

ASSETS = Path(__file__).parent / "assets"
SCRIPTS = (  # in the order they build on each other
    "dom.js",
    "provider.js",
    "model.js",
    "words.js",
    "state.js",
    "scene.js",
    "picture.js",
    "search.js",
    "filters.js",
    "panel.js",
    "views.js",
    "export.js",
    "main.js",
)
VIS_NETWORK = "lib/vis-9.1.2/vis-network.min.js"  # inside pyvis's templates
OPTIONS = {
    "physics": {"enabled": False},  # positions come with the data
    "layout": {"improvedLayout": False},
    "nodes": {"shape": "custom", "labelHighlightBold": False},
    "edges": {"smooth": False, "selectionWidth": 1.5, "hoverWidth": 0.5},
    "interaction": {"hover": True, "tooltipDelay": 10**6, "keyboard": False, "multiselect": False},
}


def render(records: Records, endpoint: str = "") -> str:
    """Write the page of `records`; with `endpoint` the page asks that address for what it doesn't hold."""
    from pyvis.edge import Edge  # type: ignore[import-untyped]
    from pyvis.network import Network  # type: ignore[import-untyped]
    from pyvis.node import Node  # type: ignore[import-untyped]

    network = Network(directed=True, heading=records.title)
    network.options = OPTIONS
    # Not by add_node and add_edge, which look through all nodes for each one added.
    network.nodes = [Node(n_id=node["id"], shape="custom", **_without(node, "id")).options for node in records.nodes]
    network.edges = [Edge(edge["from"], edge["to"], **_without(edge, "from", "to")).options for edge in records.edges]
    network.templateEnv = _environment(records, endpoint)
    network.path = "template.html"
    return str(network.generate_html())


def _without(record: Record, *keys: str) -> Record:
    return {key: value for key, value in record.items() if key not in keys}


def _environment(records: Records, endpoint: str) -> Environment:
    """Jinja as the template needs it: it escapes whatever isn't said to be safe."""
    import pyvis  # type: ignore[import-untyped]
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup

    pyvis_templates = Path(pyvis.__file__).parent / "templates"
    library = (pyvis_templates / VIS_NETWORK).read_text(encoding="utf-8")
    ours = "(() => {\n'use strict';\n" + "\n".join(_asset(name) for name in SCRIPTS) + "\n})();"
    style = _asset("style.css")
    environment = Environment(loader=FileSystemLoader(ASSETS), autoescape=True)
    environment.filters["embed"] = lambda value: Markup(embed(value))
    environment.globals.update(
        library=Markup(library),
        script=Markup(ours),
        style=Markup(style),
        policy=_policy([library, ours], style, bool(endpoint)),
        page={"endpoint": endpoint, **records.page},
    )
    return environment


def embed(value: Any) -> str:
    """JSON that can stand inside a script element: no character in it can end the element or a line of it.

    >>> embed({"name": "</script>"})
    '{"name":"\\\\u003c/script>"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _policy(scripts: list[str], style: str, online: bool) -> str:
    """What the page may do: run these scripts, use this style, show pictures it makes itself; nothing else."""
    allowed = " ".join(_hash(script) for script in scripts)
    reachable = "'self'" if online else "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data: blob:; "
        f"connect-src {reachable}; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    # A browser hashes the text after parsing, which turns carriage returns into line feeds.
    digest = hashlib.sha256(text.replace("\r\n", "\n").replace("\r", "\n").encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")
