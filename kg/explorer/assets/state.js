// What the reader looks at. It lives in the address, so that it can be shared and stepped back through.

const VIEWS = ["graph", "table", "time", "figures"];
const LISTS = ["hide", ...FACETS, "pin"];
const TEXTS = ["at", "edge", "focus", "to", "group", "sort"]; // keys of things; `edge` is a relation's key

const plain = () => ({
  view: "graph", depth: 1, sure: 0, links: false, compare: false, language: "", theme: "",
  ...Object.fromEntries(TEXTS.map((key) => [key, ""])),
  ...Object.fromEntries(LISTS.map((key) => [key, new Set()])),
});

function parse(hash) {
  const state = plain(), given = new URLSearchParams(hash.replace(/^#/, ""));
  for (const key of TEXTS) state[key] = given.get(key) || "";
  for (const key of LISTS) state[key] = new Set((given.get(key) || "").split(",").filter(Boolean));
  state.view = VIEWS.includes(given.get("view")) ? given.get("view") : "graph";
  state.depth = Math.min(3, Math.max(1, Math.trunc(Number(given.get("depth"))) || 1));
  state.sure = Math.min(100, Math.max(0, Math.trunc(Number(given.get("sure"))) || 0));
  state.links = given.has("links");
  state.compare = given.has("compare");
  state.language = ["zh", "en"].includes(given.get("language")) ? given.get("language") : "";
  state.theme = ["light", "dark"].includes(given.get("theme")) ? given.get("theme") : "";
  return state;
}

function write(state) {
  const usual = plain(), parts = [];
  for (const [key, value] of Object.entries(state)) {
    const text = value instanceof Set ? [...value].join(",") : value === true ? "1" : value;
    const same = value instanceof Set ? !value.size : value === usual[key];
    if (same || text === false) continue;
    parts.push(`${key}=${encodeURIComponent(text).replace(/%(2F|2C|20)/g, decodeURIComponent)}`);
  }
  return "#" + parts.join("&").replace(/ /g, "+");
}

class Store {
  constructor(render) {
    this.render = render;
    this.state = parse(location.hash);
    addEventListener("hashchange", () => {
      this.state = parse(location.hash);
      this.render(this.state);
    });
  }

  // A step that the reader can come back from.
  go(change) {
    const hash = write({ ...this.state, ...change });
    if (hash === (location.hash || "#")) return;
    location.hash = hash;
  }

  // A small change, such as a slider's, that is no step of its own.
  adjust(change) {
    Object.assign(this.state, change);
    history.replaceState(null, "", write(this.state));
    this.render(this.state);
  }

  toggle(list, value) {
    const next = new Set(this.state[list]);
    if (!next.delete(value)) next.add(value);
    this.go({ [list]: next });
  }
}
