// The page put together: one state, and whatever shows it.

class App {
  constructor() {
    this.provider = provider();
    words.page = this.provider.page;
    this.model = new Model(words.page);
    this.model.add(this.provider.first);
    words.label = (key) => this.model.keys.get(key)?.label || key;
    this.store = new Store((state) => this.render(state));
    this.search = new Search(this);
    this.filters = new Filters(this);
    this.panel = new Panel(this);
    this.views = new Views(this);
    this.picture = null;
    this.drawn = "";
    this.waiting = null; // the start of a path that still lacks its end
    this.dress(this.store.state);
    this.picture = new Picture(byId("picture"), read("options"), {
      mark: (item) => this.touch(item),
      open: (item) => (item.node ? this.focus(item.node, 1) : this.touch(item)),
      line: (id) => this.store.go({ edge: this.model.edges[id]?.key || "", at: "" }),
      nothing: () => this.store.go({ at: "", edge: "" }),
    });
    this.render(this.store.state);
    this.picture.network.once("afterDrawing", () => performance.mark("drawn"));
    addEventListener("keydown", (event) => this.key(event));
    addEventListener("beforeprint", () => this.dress({ ...this.store.state, theme: "light" })); // paper is white
    addEventListener("afterprint", () => this.dress(this.store.state));
    addEventListener("resize", () => this.picture.network.redraw());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.render(this.store.state));
    byId("dialog").addEventListener("close", () => this.store.state.compare && this.store.go({ compare: false }));
    document.documentElement.dataset.ready = "";
  }

  render(state) {
    this.dress(state);
    const scope = JSON.stringify([state.focus, state.to, state.depth, state.group, state.sure, state.links, this.model.nodes.length, this.model.edges.length,
      ...["hide", ...FACETS].map((key) => [...state[key]])]);
    if (scope !== this.drawn) {
      this.scene = scene(this.model, state);
      this.picture.show(this.scene);
      this.drawn = scope;
    }
    const node = this.model.keys.get(state.at);
    this.filters.render(state);
    this.panel.render(state);
    this.views.render(state);
    this.views.compare(state);
    this.trail(state);
    this.picture.select(node, this.edge(state.edge));
    requestAnimationFrame(() => this.picture.reveal(node, this.covered())); // once the panel has its size
    this.say(node);
  }

  // Language and colours.
  dress(state) {
    const language = state.language || (navigator.language.startsWith("zh") ? "zh" : "en");
    const theme = state.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    const root = document.documentElement;
    if (this.dressed === `${language} ${theme}`) return;
    this.dressed = `${language} ${theme}`;
    words.language = language;
    root.lang = language === "zh" ? "zh-CN" : "en";
    root.dataset.theme = theme;
    for (const group of words.page.groups) root.style.setProperty(`--${group.class}`, group[theme]);
    this.search.words();
    this.bar(theme);
    if (!this.picture) return;
    this.picture.theme();
    this.picture.network.redraw();
  }

  bar(theme) {
    const { store } = this;
    const views = byId("views");
    views.setAttribute("aria-label", t("views"));
    replace(views, VIEWS.map((view) => el("button", {
      type: "button", id: `view-${view}`, "data-key": view, onclick: () => store.go({ view }),
    }, t(view))));
    const other = words.language === "zh" ? "en" : "zh", dark = theme === "dark";
    replace(
      byId("tools"),
      button(t("legend"), () => document.body.classList.toggle("filtering"), { class: "narrow", "data-key": "filter" }, sign("menu")),
      button(t("language"), () => store.go({ language: other }), { "data-key": "language" }, other === "en" ? "EN" : "中"),
      button(t(dark ? "light" : "dark"), () => store.go({ theme: dark ? "light" : "dark" }), { "data-key": "theme" }, sign(dark ? "sun" : "moon")),
      button(t("png"), () => png(this.picture), { class: "wide", "data-key": "png" }, "PNG"),
      button(t("svg"), () => svgFile(this.picture), { class: "wide", "data-key": "svg" }, "SVG"),
      button(t("print"), () => print(), { class: "wide", "data-key": "print" }, sign("print")),
      button(t("help"), () => this.help(), { "data-key": "help" }, "?"),
    );
    const zoom = byId("zoom");
    replace(zoom, button(t("closer"), () => this.picture.zoom(1.4), {}, "+"), button(t("farther"), () => this.picture.zoom(1 / 1.4), {}, "−"),
      button(t("fit"), () => this.picture.fit(), {}, sign("fit")));
    const canvas = byId("picture");
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", t("picture", { nodes: count(this.model.nodes.length) }));
    byId("filters").setAttribute("aria-label", t("legend"));
    byId("panel").setAttribute("aria-label", t("details"));
  }

  // Above the picture: how the view is narrowed, each step with a way out of it.
  trail(state) {
    for (const view of VIEWS) byId(`view-${view}`).setAttribute("aria-current", view === state.view ? "page" : "false");
    const label = (key) => shorten(words.label(key), 16);
    const chips = [];
    const chip = (text, change) => chips.push(el("span", { class: "chip" }, name(text),
      button(t("remove"), () => this.store.go(change), { class: "quiet" }, "×")));
    if (this.scene.kind === "path") chip(`${label(state.focus)} ⋯ ${label(state.to)}`, { focus: "", to: "" });
    else if (this.scene.kind === "focus") chip(`${t("focus")}: ${label(state.focus)} · ${t("depth", { depth: state.depth })}`, { focus: "" });
    if (state.group !== "") chip(t("community"), { group: "" });
    for (const place of state.place) chip(`${t("within")}: ${label(place)}`, { place: new Set([...state.place].filter((one) => one !== place)) });
    for (const key of ["mode", "status", "year"]) {
      for (const value of state[key]) chip(term(value), { [key]: new Set([...state[key]].filter((one) => one !== value)) });
    }
    const { marks, lines, kind } = this.scene;
    const sum = el("span", { class: "hint", id: "sum" }, t(kind === "overview" ? "sumOverview" : "sum", { nodes: count(marks.length), edges: count(lines.length) }));
    const notice = this.waiting ? t("pathEnd", { name: label(this.waiting.key) })
      : kind === "path" && !marks.length ? t("noPath") : !marks.length ? t("nothing") : "";
    replace(byId("trail"), sum, chips, notice && el("strong", { role: "status" }, notice));
  }

  say(node) {
    byId("live").textContent = node ? t("chosen", { name: shorten(node.label, 60), type: term(node.type), edges: count(node.edges.length) })
      : byId("sum").textContent;
  }

  edge(key) {
    return key ? this.model.edges.find((edge) => edge.key === key) : undefined;
  }

  // Things in the view: what is drawn, or what passes where only an overview is.
  shown(state) {
    return this.scene.kind === "overview" ? this.model.passing(state) : this.scene.marks.map((item) => item.node);
  }

  // Height of the picture that the panel lies upon: on a phone.
  covered() {
    const [picture, panel] = [byId("picture"), byId("panel")].map((one) => one.getBoundingClientRect());
    return panel.height && panel.left < picture.right ? Math.max(0, picture.bottom - panel.top) : 0;
  }

  touch(item) {
    if (item.node) this.choose(item.node);
    else this.store.go({ group: String(item.members) });
  }

  async choose(node, toPicture = false) {
    if (this.waiting && this.waiting !== node) {
      const start = this.waiting;
      this.waiting = null;
      return this.store.go({ focus: start.key, to: node.key, at: "", edge: "", view: "graph" });
    }
    const change = { at: node.key, edge: "" };
    if (toPicture) change.view = this.store.state.view;
    if (!this.scene.marks.some((item) => item.node === node)) Object.assign(change, { focus: node.key, to: "", depth: 1 });
    this.store.go(change);
    await this.fetch(node);
    return undefined;
  }

  async focus(node, depth) {
    await this.fetch(node);
    this.store.go({ focus: node.key, to: "", depth, at: node.key, edge: "", view: "graph" });
  }

  async fetch(node) {
    const more = await this.provider.neighbours(node.key);
    if (!more) return;
    this.model.add(more);
    this.render(this.store.state);
  }

  startPath(node) {
    this.waiting = node;
    this.trail(this.store.state);
    byId("search").focus();
  }

  pin(node) {
    const pins = [...this.store.state.pin].filter((key) => key !== node.key);
    if (pins.length === this.store.state.pin.size) pins.push(node.key);
    this.store.go({ pin: new Set(pins.slice(-2)) });
  }

  only(types) {
    const all = new Set(this.model.nodes.map((node) => node.type));
    this.store.go({ hide: without(all, types, false) });
  }

  reset() {
    const { language, theme, view } = this.store.state;
    this.waiting = null;
    this.store.go({ ...plain(), language, theme, view });
    this.picture.fit();
  }

  key(event) {
    if (event.target.matches("input, select, textarea")) return;
    const view = VIEWS[Number(event.key) - 1];
    if (event.key === "/") {
      event.preventDefault();
      byId("search").focus();
    } else if (event.key === "Escape" && !byId("dialog").open) {
      if (this.waiting) this.startPath(this.waiting = null);
      else this.store.go({ at: "", edge: "" });
    } else if (event.key === "?") this.help();
    else if (event.key === "+" || event.key === "=") this.picture.zoom(1.4);
    else if (event.key === "-") this.picture.zoom(1 / 1.4);
    else if (event.key === "0") this.picture.fit();
    else if (view && !event.ctrlKey && !event.metaKey && !event.altKey) this.store.go({ view });
  }

  help() {
    const dialog = byId("dialog");
    dialog.className = "help";
    dialog.setAttribute("aria-label", t("help"));
    replace(dialog, el("header", {}, el("h2", {}, t("help")), button(t("close"), () => dialog.close(), { class: "quiet close" }, "×")),
      el("dl", {}, t("keys").split("\n").map((line) => line.split("\t")).map(([key, what]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, what)])));
    dialog.showModal();
  }
}

window.explorer = new App(); // within reach of consoles and tests
