"""What the pages share: language, words, labels, addresses of things, templates."""

from __future__ import annotations

import json
import re
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ontology.terms import INDICATOR, MKG, RDFS, SKOS, UNIT

if TYPE_CHECKING:
    from jinja2 import Environment

    from kg.serve.app import Settings

HERE = Path(__file__).parent
Language = Literal["zh", "en"]
NAMESPACES = {MKG: "ontology/", INDICATOR: "indicator/", UNIT: "unit/"}  # our own terms, each with a page here
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
COOKIE = "kg-lang"


@dataclass(frozen=True)
class Site:
    """The pages as one request sees them."""

    request: Request

    @property
    def settings(self) -> Settings:
        settings: Settings = self.request.app.state.settings
        return settings

    @cached_property
    def language(self) -> Language:
        """What the address says, else what was chosen before, else what the browser wishes, else Chinese."""
        asked = self.request.query_params.get("lang") or self.request.cookies.get(COOKIE)
        if asked in ("zh", "en"):
            return "en" if asked == "en" else "zh"
        return wished(self.request.headers.get("accept-language", ""))

    @cached_property
    def nonce(self) -> str:
        """What the styles that a script of the page makes must carry (Content Security Policy); new for each answer."""
        return secrets.token_urlsafe(16)

    def say(self, key: str, **values: object) -> str:
        """The page's own words."""
        return words()[key][self.language].format(**values)

    def label(self, name: str) -> str:
        """A class, property, state, mode or level of the vocabulary, by its local name."""
        return labels().get(name, {}).get(self.language, name)

    def href(self, iri: str) -> str:
        """Where the page about an IRI is: on this server where it can be, else its own address."""
        root, base = self.settings.root, self.settings.base_iri
        if base.endswith("/") and iri.startswith(base):
            return root + safe(iri.removeprefix(base))
        for namespace, path in NAMESPACES.items():
            if iri.startswith(namespace):
                return root + path + safe(iri.removeprefix(namespace))
        if base or urlsplit(iri).scheme not in ("http", "https", "urn", "file"):
            return iri if urlsplit(iri).scheme in ("http", "https") else ""
        return f"{root}resource?{urlencode({'iri': iri})}"

    def short(self, iri: str) -> str:
        """An IRI as people can bear it: its label, or its last part."""
        name = re.split(r"[#/]", iri.rstrip("/#"))[-1]
        return self.label(name)

    def link(self, path: str, **query: object) -> str:
        """Address of a page of this server."""
        given = {name: value for name, value in query.items() if value not in ("", None)}
        return self.settings.root + path + (f"?{urlencode(given, doseq=True)}" if given else "")

    def other_language(self) -> str:
        """This page's address in the other language."""
        other = "zh" if self.language == "en" else "en"
        kept = [(name, value) for name, value in self.request.query_params.multi_items() if name != "lang"]
        path = self.settings.root + quote(self.request.url.path.lstrip("/"), safe="/:@!$&'()*+,;=-._~")
        return f"{path}?{urlencode([*kept, ('lang', other)])}"

    def page(
        self, template: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any
    ) -> Response:
        """A page from a template; the template gets the site as `site`."""
        html = environment().get_template(template).render(site=self, request=self.request, **values)
        response = HTMLResponse(html, status, headers={"Vary": "Accept, Accept-Language, Cookie", **(headers or {})})
        styles = f"style-src 'self' 'nonce-{self.nonce}'" if "nonce" in vars(self) else "style-src 'self'"
        response.headers["Content-Security-Policy"] = POLICY.replace("style-src 'self'", styles)
        response.headers["Content-Language"] = self.language
        if self.request.query_params.get("lang") in ("zh", "en"):
            response.set_cookie(COOKIE, self.language, max_age=31_536_000, samesite="lax", httponly=True)
        return response


def wished(accepted: str) -> Language:
    """The language that a browser wishes more (RFC 9110, section 12.5.4)."""
    wishes = {"zh": 0.0, "en": 0.0}
    for part in accepted.split(","):
        tag, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        main = tag.partition("-")[0]
        if main in wishes and re.fullmatch(r"[01](\.\d{0,3})?", quality):
            wishes[main] = max(wishes[main], float(quality))
    return "en" if wishes["en"] > wishes["zh"] else "zh"


def safe(path: str) -> str:
    """The rest of an IRI as part of an address; what is percent-encoded stays as it is."""
    return quote(path, safe="/:@!$&'()*+,;=-._~#%?")


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))


@cache
def labels() -> Mapping[str, Mapping[str, str]]:
    """Labels of the vocabulary and its schemes by local name and language."""
    from ontology import terms

    found: dict[str, dict[str, str]] = {}
    for triple in terms.triples():
        iri = getattr(triple.subject, "value", "")
        language = getattr(triple.object, "language", None)
        if language and triple.predicate.value in (f"{RDFS}label", f"{SKOS}prefLabel"):
            found.setdefault(iri.rpartition("#")[2], {})[language] = triple.object.value  # type: ignore[union-attr]
    return found


@cache
def environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["jsonld"] = lambda value: Markup(embedded(value))
    made.filters["percent"] = lambda value: f"{round(float(value) * 100)}%"
    return made


def embedded(value: object) -> str:
    """JSON that can stand inside a script element: nothing in it can end the element.

    >>> embedded({"name": "</script>"})
    '{"name": "\\\\u003c/script>"}'
    """
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
