// The legend, which is the filter: kinds of things, states, years, sections, places, each with its count.

const PLACES = 60; // listed in the panel; the search finds the others

class Filters {
  constructor(app) {
    Object.assign(this, { app, box: byId("filters"), open: new Set() });
  }

  render(state) {
    const { model, store } = this.app;
    replace(
      this.box,
      el("header", {},
        el("h2", {}, t("legend")),
        button(t("reset"), () => this.app.reset(), { class: "quiet" }, t("reset"))),
      this.legend(model, state),
      ...["mode", "status", "year"].map((facet) => this.chips(facet, state)),
      words.page.reports.length > 1 && this.list("report", state, (key) => words.page.reports[key]),
      this.list("section", state, (key) => words.page.sections[key]),
      this.list("place", state, (key) => model.keys.get(key)?.label),
      el("section", {},
        el("h3", {}, t("sure"), el("output", {}, `${state.sure}%`)),
        el("input", {
          type: "range", min: 0, max: 100, step: 5, value: state.sure, "aria-label": t("sure"), "data-key": "sure",
          oninput: (event) => store.adjust({ sure: Number(event.target.value) }),
        }),
        el("label", { class: "row" },
          el("input", {
            type: "checkbox", checked: state.links, "data-key": "links",
            onchange: () => store.go({ links: !state.links }),
          }), t("together")),
        el("p", { class: "hint" }, t("ground")),
      ),
    );
  }

  legend(model, state) {
    const counts = tally(model.passing(state, "type").map((node) => [node.type]));
    const kinds = new Map();
    for (const node of model.nodes) {
      if (!kinds.has(node.group)) kinds.set(node.group, new Set());
      kinds.get(node.group).add(node.type);
    }
    const rows = words.page.groups.filter((group) => kinds.has(group.class)).map((group) => {
      const types = [...kinds.get(group.class)].sort((a, b) => (counts.get(b) || 0) - (counts.get(a) || 0));
      return this.kind(group.class, types, counts, state);
    });
    return el("section", { class: "legend" }, rows);
  }

  kind(group, types, counts, state) {
    const total = types.reduce((sum, type) => sum + (counts.get(type) || 0), 0);
    const row = this.row(group, term(group), types, total, state, icon(group));
    if (types.length === 1 && types[0] === group) return el("div", { class: "kind" }, row);
    const details = el(
      "details", { class: "kind", open: this.open.has(group) },
      el("summary", {}, row),
      types.map((type) => this.row(`type ${type}`, term(type), [type], counts.get(type) || 0, state)),
    );
    details.addEventListener("toggle", () => this.open[details.open ? "add" : "delete"](group));
    return details;
  }

  row(key, label, types, total, state, picture) {
    const shown = types.filter((type) => !state.hide.has(type)).length;
    const box = el("input", {
      type: "checkbox", checked: shown > 0, "data-key": key,
      onchange: () => this.app.store.go({ hide: without(state.hide, types, shown > 0) }),
    });
    box.indeterminate = shown > 0 && shown < types.length;
    const only = button(t("only", { name: label }), (event) => {
      event.preventDefault();
      this.app.only(types);
    }, { class: "only" }, t("onlyShort"));
    return el("label", { class: "row" }, box, picture, el("span", { class: "text" }, label), only,
      el("span", { class: "count" }, count(total)));
  }

  chips(facet, state) {
    const values = this.values(facet, state);
    if (!values.length) return null;
    const chips = values.map(([value, total]) => el(
      "button", {
        type: "button", class: "chip", "aria-pressed": String(state[facet].has(value)), "data-key": `${facet} ${value}`,
        onclick: () => this.app.store.toggle(facet, value),
      },
      facet === "year" ? value : term(value), el("span", { class: "count" }, count(total)),
    ));
    return el("section", {}, el("h3", {}, t(facet)), el("div", { class: "chips" }, chips));
  }

  list(facet, state, label) {
    const values = this.values(facet, state).filter(([value]) => label(value));
    if (!values.length) return null;
    const rows = values.slice(0, PLACES).map(([value, total]) => el(
      "label", { class: "row" },
      el("input", {
        type: "checkbox", checked: state[facet].has(value), "data-key": `${facet} ${value}`,
        onchange: () => this.app.store.toggle(facet, value),
      }),
      name(shorten(label(value), 40), { class: "text" }), el("span", { class: "count" }, count(total)),
    ));
    const details = el("details", { class: "facet", open: this.open.has(facet) || state[facet].size > 0 },
      el("summary", {}, el("h3", {}, t(facet))), rows);
    details.addEventListener("toggle", () => this.open[details.open ? "add" : "delete"](facet));
    return details;
  }

  // Values of a facet with how many things each would leave, in their natural order.
  values(facet, state) {
    const found = tally(this.app.model.passing(state, facet).map((node) => node.facets[facet]));
    for (const value of state[facet]) if (!found.has(value)) found.set(value, 0);
    const order = { mode: words.page.modes, status: words.page.statuses }[facet];
    const compare = order ? ([a], [b]) => order.indexOf(a) - order.indexOf(b)
      : facet === "place" ? ([, a], [, b]) => b - a
      : ([a], [b]) => a.localeCompare(b, "en", { numeric: true });
    return [...found].sort(compare);
  }
}

function tally(lists) {
  const counts = new Map();
  for (const list of lists) for (const value of list) counts.set(value, (counts.get(value) || 0) + 1);
  return counts;
}

function without(hidden, types, hide) {
  const next = new Set(hidden);
  for (const type of types) next[hide ? "add" : "delete"](type);
  return next;
}
