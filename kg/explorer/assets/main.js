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
    const scope = JSON.stringify([
      ...["focus", "to", "depth", "group", "sure", "links"].map((key) => state[key]),
      ...["hide", ...FACETS].map((key) => [...state[key]]),
      this.model.nodes.length, this.model.edges.length,
    ]);
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
    const language = words.language === "zh" ? "en" : "zh", other = theme === "dark" ? "light" : "dark";
    const tool = (key, label, act, shown, style) => button(t(label), act, { "data-key": key, class: style }, shown);
    replace(
      byId("tools"),
      tool("filter", "legend", () => document.body.classList.toggle("filtering"), sign("menu"), "narrow"),
      tool("language", "language", () => store.go({ language }), language === "en" ? "EN" : "中"),
      tool("theme", other, () => store.go({ theme: other }), sign(other === "light" ? "sun" : "moon")),
      tool("png", "png", () => png(this.picture), "PNG", "wide"),
      tool("svg", "svg", () => svgFile(this.picture), "SVG", "wide"),
      tool("print", "print", () => print(), sign("print"), "wide"),
      tool("help", "help", () => this.help(), "?"),
    );
    replace(
      byId("zoom"),
      tool("closer", "closer", () => this.picture.zoom(1.4), "+"),
      tool("farther", "farther", () => this.picture.zoom(1 / 1.4), "−"),
      tool("fit", "fit", () => this.picture.fit(), sign("fit")),
    );
    const canvas = byId("picture");
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", t("picture", { nodes: count(this.model.nodes.length) }));
    byId("filters").setAttribute("aria-label", t("legend"));
    byId("panel").setAttribute("aria-label", t("details"));
  }

  // Above the picture: how the view is narrowed, each step with a way out of it.
  trail(state) {
    for (const view of VIEWS) byId(`view-${view}`).setAttribute("aria-current", view === state.view ? "page" : "false");
    const { marks, lines, kind } = this.scene;
    const sums = { nodes: count(marks.length), edges: count(lines.length) };
    const sum = t(kind === "overview" ? "sumOverview" : "sum", sums);
    const chips = this.narrowings(state, kind).map(([text, change]) => el("span", { class: "chip" },
      name(text), button(t("remove"), () => this.store.go(change), { class: "quiet" }, "×")));
    const notice = this.waiting ? t("pathEnd", { name: shorten(this.waiting.label, 16) })
      : kind === "path" && !marks.length ? t("noPath") : !marks.length ? t("nothing") : "";
    replace(byId("trail"), el("span", { class: "hint", id: "sum" }, sum), chips,
      notice && el("strong", { role: "status" }, notice));
  }

  // What narrows the view, in words, each with the change that would undo it.
  narrowings(state, kind) {
    const label = (key) => shorten(words.label(key), 16);
    const without = (list, value) => ({ [list]: new Set([...state[list]].filter((one) => one !== value)) });
    const depth = t("depth", { depth: state.depth });
    return [
      ...(kind === "path" ? [[`${label(state.focus)} ⋯ ${label(state.to)}`, { focus: "", to: "" }]] : []),
      ...(kind === "focus" ? [[`${t("focus")}: ${label(state.focus)} · ${depth}`, { focus: "" }]] : []),
      ...(state.group !== "" ? [[t("community"), { group: "" }]] : []),
      ...[...state.place].map((place) => [`${t("within")}: ${label(place)}`, without("place", place)]),
      ...["mode", "status", "year"].flatMap((list) =>
        [...state[list]].map((value) => [term(value), without(list, value)])),
    ];
  }

  say(node) {
    const chosen = node && { name: shorten(node.label, 60), type: term(node.type), edges: count(node.edges.length) };
    byId("live").textContent = chosen ? t("chosen", chosen) : byId("sum").textContent;
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
    const drawn = this.scene.marks.some((item) => item.node === node);
    if (!drawn) Object.assign(change, { focus: node.key, to: "", depth: 1 });
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
    const keys = t("keys").split("\n").map((line) => line.split("\t"));
    replace(
      dialog,
      el("header", {}, el("h2", {}, t("help")),
        button(t("close"), () => dialog.close(), { class: "quiet close" }, "×")),
      el("dl", {}, keys.map(([key, what]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, what)])),
    );
    dialog.showModal();
  }
}

window.explorer = new App(); // within reach of consoles and tests
