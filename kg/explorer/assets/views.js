// The same data otherwise: a table, projects by state, indicators as result against target, two things compared.

const ROWS = 300; // shown at first

class Views {
  constructor(app) {
    Object.assign(this, { app, box: byId("sheet") });
  }

  render(state) {
    const view = { table: this.table, time: this.time, figures: this.figures }[state.view];
    this.box.hidden = !view;
    this.box.className = `sheet ${state.view}`;
    replace(this.box, view ? view.call(this, state) : []);
  }

  table(state) {
    const sort = state.sort || "-relations";
    const [key, down] = sort.startsWith("-") ? [sort.slice(1), -1] : [sort, 1];
    const column = COLUMNS.find((one) => one.key === key) || COLUMNS[0];
    const compare = (a, b) => (typeof a === "number" ? a - b : String(a).localeCompare(String(b), "zh-Hans-CN"));
    const nodes = this.app.shown(state).sort((a, b) => down * compare(column.value(a), column.value(b)) || a.id - b.id);
    const head = COLUMNS.map((one) => {
      const sorted = one.key === key;
      const next = sorted && down === 1 ? `-${one.key}` : one.key;
      return el("th", { scope: "col", "aria-sort": sorted ? (down === 1 ? "ascending" : "descending") : "none" },
        el("button", {
          type: "button", "data-key": `sort ${one.key}`, onclick: () => this.app.store.go({ sort: next }),
        }, t(one.key), el("span", { "aria-hidden": "true" }, sorted ? (down === 1 ? " ▲" : " ▼") : "")));
    });
    return [
      el("header", {}, el("h2", {}, t("table"), el("span", { class: "count" }, count(nodes.length))),
        el("button", {
          type: "button", "data-key": "csv", onclick: () => download("kg.csv", "text/csv", csv(nodes)),
        }, t("download"))),
      el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, head)),
        more(nodes, ROWS, (node) => this.row(node), "tbody", ""))),
    ];
  }

  row(node) {
    return el("tr", {}, COLUMNS.map((one) => el("td", { class: one.number && "number" }, one.key === "name"
      ? el("button", { type: "button", class: "link", onclick: () => this.app.choose(node, true) },
        icon(node.group), name(shorten(node.label, 60)))
      : String(one.value(node)))));
  }

  time(state) {
    const nodes = this.app.shown(state).filter((node) => node.states.length);
    const heads = [...new Set(nodes.flatMap((node) => node.states.map((item) => `${item.year} ${item.mode}`)))].sort();
    const cell = (status, head) => {
      const here = nodes.filter((node) => node.states.some((item) =>
        item.status === status && `${item.year} ${item.mode}` === head));
      return el("td", {}, here.length > 0 && more(here, 40, (node) => el("button", {
        type: "button", class: `state ${head.split(" ")[1]}`, onclick: () => this.app.choose(node, true),
      }, name(shorten(node.label, 24))), "div", "cards"));
    };
    const rows = words.page.statuses.filter((status) => nodes.some((node) => node.facets.status.includes(status)));
    const title = (head) => { const [year, mode] = head.split(" "); return `${year} ${term(mode)}`; };
    return [
      el("header", {}, el("h2", {}, t("time"), el("span", { class: "count" }, count(nodes.length)))),
      nodes.length ? el("div", { class: "scroll" }, el("table", { class: "board" },
        el("thead", {}, el("tr", {}, el("td", {}), heads.map((head) => el("th", { scope: "col" }, title(head))))),
        el("tbody", {}, rows.map((status) => el("tr", {}, el("th", { scope: "row" }, term(status)),
          heads.map((head) => cell(status, head))))))) : el("p", { class: "none" }, t("nothing")),
    ];
  }

  figures(state) {
    const { model } = this.app, nodes = this.app.shown(state);
    const rows = results(nodes, nodes.length === model.nodes.length ? model.figures : []);
    return [
      el("header", {}, el("h2", {}, t("figures"), el("span", { class: "count" }, count(rows.length)))),
      rows.length ? el("div", { class: "scroll" }, el("table", { class: "results" },
        el("thead", {}, el("tr", {}, ["indicator", "about", "actual", "target"].map((key) => el("th", { scope: "col" },
          key === "actual" || key === "target" ? term(key) : t(key))))),
        more(rows, ROWS, (row) => this.result(row), "tbody", ""))) : el("p", { class: "none" }, t("nothing")),
    ];
  }

  result({ node, about, indicator, actual, target }) {
    const [done, aim] = [actual.at(-1), target.at(-1)];
    const scale = done && aim && comparable(done, aim);
    const side = (items, latest, share) => el("td", {}, items.map((item) => el("div", {},
      el("span", { class: "value" }, amount(item)), " ", el("small", { class: "hint" }, item.year))),
    latest && share !== undefined && bar(share, latest.mode));
    return el("tr", {}, el("td", { title: indicator }, indicatorName(indicator)),
      el("td", {}, node ? el("button", { type: "button", class: "link", onclick: () => this.app.choose(node, true) },
        icon(node.group), name(shorten(node.label, 30))) : name(shorten(about, 30))),
      side(actual, done, scale?.[0]), side(target, aim, scale?.[1]));
  }

  compare(state) {
    const dialog = byId("dialog");
    const pair = [...state.pin].map((key) => this.app.model.keys.get(key)).filter(Boolean);
    if (!state.compare || pair.length !== 2) return dialog.open && dialog.className === "compare" && dialog.close();
    dialog.className = "compare";
    dialog.setAttribute("aria-label", t("compare"));
    const linked = (node) => new Set(node.edges.flatMap((edge) => [edge.from, edge.to]));
    const [one, other] = pair.map(linked);
    const shared = [...one].filter((node) => other.has(node) && !pair.includes(node));
    const close = () => this.app.store.go({ compare: false });
    const chip = (node) => el("span", { class: "chip" }, icon(node.group), name(shorten(node.label, 30)));
    replace(
      dialog,
      el("header", {}, el("h2", {}, t("compare")), button(t("close"), close, { class: "quiet close" }, "×")),
      el("section", {},
        el("h3", {}, t("shared"), el("span", { class: "count" }, count(shared.length))),
        el("div", { class: "chips" }, shared.slice(0, 60).map(chip))),
      el("div", { class: "pair" }, pair.map((node) => el("article", {},
        el("h3", {}, icon(node.group), name(node.label)),
        el("p", { class: "kindline" }, term(node.type), node.code && ` · ${node.code}`),
        states(node), figures(node), quotes(node, this.app.model)))),
    );
    if (!dialog.open) dialog.showModal();
  }
}

const places = (node) => node.facets.place.filter((key) => key !== node.key);
const progress = (item) => (item ? `${item.year} ${term(item.status)} (${term(item.mode)})` : "");
const COLUMNS = [
  { key: "name", value: (node) => node.label },
  { key: "type", value: (node) => term(node.type) },
  { key: "code", value: (node) => node.code },
  { key: "place", value: (node) => places(node).map((key) => words.label(key)).join("、") },
  { key: "status", value: (node) => progress(node.states.at(-1)) },
  { key: "relations", number: true, value: (node) => node.edges.filter((edge) => edge.predicate !== TOGETHER).length },
  { key: "figuresOf", number: true, value: (node) => node.figures.length },
  { key: "mentions", number: true, value: (node) => node.mentions || 0 },
];

// Figures of one indicator of one thing side by side; those with result and target first.
function results(nodes, loose) {
  const rows = new Map();
  const add = (item, node, about) => {
    const known = words.page.indicators[item.indicator]; // whichever of its names the report uses
    const key = `${node?.key} ${about} ${known ?? item.indicator}`;
    if (!rows.has(key)) rows.set(key, { node, about, indicator: item.indicator, actual: [], target: [] });
    rows.get(key)[item.mode === "target" ? "target" : "actual"].push(item);
  };
  for (const node of nodes) for (const item of node.figures) add(item, node, "");
  for (const item of loose) add(item, null, item.about);
  const both = (row) => Number(row.actual.length > 0 && row.target.length > 0);
  const byYear = (a, b) => a.year.localeCompare(b.year);
  for (const row of rows.values()) [row.actual, row.target].forEach((list) => list.sort(byYear));
  const first = (row) => Math.min(...[...row.actual, ...row.target].map((item) => item.sentence));
  return [...rows.values()].sort((a, b) => both(b) - both(a) || first(a) - first(b));
}

// Lengths for result and target where they speak of the same measure: the value in one unit, or the change.
function comparable(done, aim) {
  const pair = done.value && aim.value && done.unit === aim.unit ? [done.value, aim.value]
    : done.change && aim.change && done.changeUnit === aim.changeUnit ? [done.change, aim.change] : null;
  if (!pair) return null;
  const [a, b] = pair.map((text) => Math.max(0, number(text)));
  return [a / Math.max(a, b, 1e-9), b / Math.max(a, b, 1e-9)];
}
