// What is known of the chosen thing or relation, each statement with the sentence that says it.

const QUOTES = 12; // sentences shown at first
const LINKS = 30; // relations of one kind shown at first

class Panel {
  constructor(app) {
    Object.assign(this, { app, box: byId("panel"), shown: null });
  }

  render(state) {
    const { model } = this.app;
    const node = model.keys.get(state.at), edge = this.app.edge(state.edge);
    const pinned = [...state.pin].map((key) => model.keys.get(key)).filter(Boolean);
    this.box.hidden = !node && !edge && !pinned.length;
    const subject = (node || edge)?.key;
    if (subject !== this.shown) this.box.scrollTop = 0;
    this.shown = subject;
    replace(
      this.box,
      pinned.length > 0 && this.pins(pinned),
      node && this.thing(node, state),
      !node && edge && this.relation(edge),
    );
  }

  close() {
    const act = () => this.app.store.go({ at: "", edge: "" });
    return button(t("close"), act, { class: "quiet close", "data-key": "close" }, "×");
  }

  thing(node, state) {
    return el(
      "article", { "aria-label": node.label },
      el("header", {}, icon(node.group), el("h2", {}, name(node.label)), this.close()),
      el("p", { class: "kindline" }, term(node.type), node.level && ` · ${term(node.level)}`),
      node.names.length > 0 && el("p", {}, el("span", { class: "hint" }, t("names")), " ",
        node.names.slice(0, 20).map((text, index) => [index > 0 && "、", name(text)])),
      node.code && el("p", {}, el("span", { class: "hint" }, t("code")), " ", el("code", {}, node.code)),
      node.meaning && el("blockquote", { class: "meaning" }, name(node.meaning)),
      this.actions(node, state),
      states(node),
      figures(node),
      this.relations(node),
      quotes(node, this.app.model),
      el("p", { class: "hint iri" }, node.iri || node.key),
    );
  }

  actions(node, state) {
    const { store } = this.app;
    const focused = state.focus === node.key;
    const depths = [1, 2, 3].map((depth) => el("button", {
      type: "button", "aria-pressed": String(focused && state.depth === depth), "data-key": `depth ${depth}`,
      title: t("depth", { depth }), "aria-label": t("depth", { depth }),
      onclick: () => this.app.focus(node, depth),
    }, String(depth)));
    const pinned = state.pin.has(node.key);
    return el(
      "div", { class: "actions" },
      el("span", { class: "group", role: "group", "aria-label": t("focus") },
        el("span", { class: "hint" }, t("focus")), depths),
      el("button", { type: "button", onclick: () => this.app.startPath(node), "data-key": "path" }, t("pathTo")),
      node.group === "Place" && el("button", {
        type: "button", "data-key": "within", "aria-pressed": String(state.place.has(node.key)),
        onclick: () => store.toggle("place", node.key),
      }, t("within")),
      el("button", {
        type: "button", "data-key": "pin", "aria-pressed": String(pinned), onclick: () => this.app.pin(node),
      }, t("pin")),
    );
  }

  relations(node) {
    const kinds = new Map();
    for (const edge of node.edges) {
      const key = `${edge.predicate} ${edge.from === node}`;
      if (!kinds.has(key)) kinds.set(key, []);
      kinds.get(key).push(edge);
    }
    const last = (key) => Number(key.startsWith(TOGETHER));
    return [...kinds].sort(([a], [b]) => last(a) - last(b)).map(([key, edges]) => {
      const [predicate] = key.split(" ");
      const outward = edges[0].from === node;
      const arrow = predicate === TOGETHER ? "" : outward ? " →" : " ←";
      const heading = el("h3", {}, term(predicate), arrow, el("span", { class: "count" }, count(edges.length)));
      return el("section", {}, heading, more(edges, LINKS, (edge) => this.link(edge, node), "ul", "links"));
    });
  }

  link(edge, node) {
    const other = edge.from === node ? edge.to : edge.from;
    const why = () => this.app.store.go({ edge: edge.key, at: "" });
    return el(
      "li", {},
      el("button", { type: "button", class: "link", onclick: () => this.app.choose(other) },
        icon(other.group), name(shorten(other.label, 60))),
      edge.sentence >= 0 && button(t("evidence"), why, { class: "quiet why" }, "“”"),
    );
  }

  relation(edge) {
    const end = (node) => el("button", { type: "button", class: "link", onclick: () => this.app.choose(node) },
      icon(node.group), name(node.label));
    const stated = edge.predicate !== TOGETHER;
    return el(
      "article", { "aria-label": term(edge.predicate) },
      el("header", {}, el("h2", {}, term(edge.predicate)), this.close()),
      el("p", { class: "ends" }, end(edge.from), el("span", { class: "arrow" }, stated ? "→" : "⋯"), end(edge.to)),
      !stated && el("p", { class: "hint" }, t("togetherHint")),
      stated && el("p", {}, el("span", { class: "hint" }, t("confidence")), ` ${Math.round(edge.confidence * 100)}%`),
      edge.sentence >= 0 && quote(edge.sentence, this.app.model, [edge.from, edge.to]),
    );
  }

  pins(pinned) {
    const { store } = this.app;
    return el(
      "section", { class: "pins", "aria-label": t("pinned") },
      pinned.map((node) => el("span", { class: "chip" }, name(shorten(node.label, 12)),
        button(t("remove"), () => store.toggle("pin", node.key), { class: "quiet" }, "×"))),
      pinned.length === 2 && el("button", {
        type: "button", class: "main", "data-key": "compare", onclick: () => store.go({ compare: true }),
      }, t("compare")),
    );
  }
}

// A project's states by year: what was done is filled, what is promised is outlined.
function states(node) {
  if (!node.states.length) return null;
  const years = [...new Set(node.states.map((item) => item.year))].sort();
  return el("section", {}, el("h3", {}, t("states")), el("ol", { class: "line" }, years.map((year) => {
    const said = node.states.filter((item) => item.year === year);
    const seen = new Map(said.map((item) => [`${item.mode} ${item.status}`, item]));
    const order = words.page.statuses;
    const items = [...seen.values()].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
    return el("li", {}, el("strong", {}, year || "–"), items.map((item) =>
      el("span", { class: `state ${item.mode}` }, term(item.status), el("small", {}, term(item.mode)))));
  })));
}

function figures(node) {
  if (!node.figures.length) return null;
  const largest = new Map();
  for (const item of node.figures) {
    largest.set(item.unit, Math.max(largest.get(item.unit) || 0, Math.abs(number(item.value))));
  }
  const row = (item) => el(
    "li", {},
    el("span", { class: "text", title: item.indicator }, indicatorName(item.indicator)),
    el("span", { class: "value" }, amount(item)),
    item.value && bar(Math.abs(number(item.value)) / (largest.get(item.unit) || 1), item.mode),
    el("small", { class: "hint" }, [item.year, term(item.mode)].filter(Boolean).join(" ")),
  );
  const heading = el("h3", {}, t("figuresOf"), el("span", { class: "count" }, count(node.figures.length)));
  return el("section", {}, heading, more(node.figures, QUOTES, row, "ul", "figures"));
}

function bar(share, mode) {
  const inner = el("span", { class: mode });
  inner.style.width = `${Math.max(1, Math.min(100, share * 100))}%`;
  return el("span", { class: "bars", "aria-hidden": "true" }, inner);
}

const number = (text) => Number.parseFloat(text.replace(/^[<>=~]+/, "")) || 0;
const BOUNDS = { ">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< ", "~": "≈ " };
const readable = (text) => text.replace(/^(>=|<=|>|<|~)/, (bound) => BOUNDS[bound]);

function amount({ value, unit, change, changeUnit }) {
  const parts = [];
  if (value) parts.push(`${readable(value)} ${unit}`.trim());
  if (change) {
    const plus = /^[-<>=~]/.test(change) ? "" : "+";
    parts.push(`${plus}${readable(change).replace("-", "−")}${changeUnit === "%" ? " %" : changeUnit}`);
  }
  return parts.join(" · ");
}

function quotes(node, model) {
  if (!node.quotes.length) return null;
  const heading = el("h3", {}, t("quotes"), el("span", { class: "count" }, count(node.quotes.length)));
  return el("section", {}, heading, more(node.quotes, QUOTES, (index) => quote(index, model, [node]), "div", "quotes"));
}

// A sentence with the names marked, and where it stands.
function quote(index, model, nodes) {
  const [text, section, report] = model.sentence(index);
  const where = [words.page.reports[report], words.page.sections[section]].filter(Boolean).join(" · ");
  const wanted = nodes.flatMap((node) => [node.label, ...node.names]).sort((a, b) => b.length - a.length);
  const said = el("blockquote", { dir: "auto" }, marked(text, wanted));
  return el("figure", {}, said, where && el("figcaption", { class: "hint" }, where));
}

function marked(text, wanted) {
  const parts = [];
  let plainly = 0;
  for (let at = 0; at < text.length;) {
    const hit = wanted.find((word) => word && text.startsWith(word, at));
    if (!hit) {
      at += 1;
      continue;
    }
    parts.push(text.slice(plainly, at), el("mark", {}, hit));
    at += hit.length;
    plainly = at;
  }
  return [...parts, text.slice(plainly)];
}

// The first items, and a button for the others.
function more(items, first, row, tag, style) {
  const list = el(tag, { class: style }, items.slice(0, first).map(row));
  if (items.length > first) {
    const all = el("button", {
      type: "button", class: "quiet", onclick: () => all.replaceWith(...items.slice(first).map(row)),
    }, t("more", { count: count(items.length - first) }));
    list.append(all);
  }
  return list;
}
