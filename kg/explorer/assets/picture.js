// The drawing, on vis-network: it pans, zooms, drags and tells what was touched; marks and labels are ours.

const LABELS = 220; // at most, so that drawing stays quick
const CALM = 1500; // lines; with more, they rest while the picture moves

class Picture {
  constructor(container, options, touched) {
    Object.assign(this, { container, touched, marks: new Map(), order: [], grounds: [], widths: new Map() });
    Object.assign(this, { outlines: null, lit: null, chosen: null, hovered: null });
    this.shapes = Object.fromEntries(words.page.groups.map((group) => [group.class, new Path2D(group.shape)]));
    this.theme();
    this.nodes = new vis.DataSet();
    this.lines = new vis.DataSet();
    options.nodes.ctxRenderer = ({ id }) => this.feel(id);
    this.network = new vis.Network(container, { nodes: this.nodes, edges: this.lines }, options);
    this.theme();
    this.network.on("beforeDrawing", (context) => this.islands(context));
    this.network.on("afterDrawing", (context) => {
      this.paint(context);
      this.labels(context);
    });
    this.network.on("click", (event) => this.click(event));
    this.network.on("doubleClick", (event) => {
      if (event.nodes.length) touched.open(this.marks.get(event.nodes[0]));
    });
    this.network.on("dragEnd", (event) => this.settle(event.nodes));
    this.network.on("dragging", (event) => this.settle(event.nodes));
    this.network.on("hoverNode", (event) => this.hover(event.node));
    this.network.on("blurNode", () => this.hover(null));
    container.addEventListener("keydown", (event) => this.key(event));
  }

  theme() {
    const style = getComputedStyle(document.documentElement);
    const colour = (key) => style.getPropertyValue(key).trim();
    this.label = 0.8125 * Number.parseFloat(style.fontSize); // px on the screen, whatever the zoom
    this.colours = {
      ink: colour("--ink"), paper: colour("--paper"), ground: colour("--ground"), line: colour("--line"),
      strong: colour("--accent"),
    };
    for (const group of words.page.groups) this.colours[group.class] = colour(`--${group.class}`);
    const { line, strong } = this.colours;
    this.network?.setOptions({ edges: { color: { color: line, highlight: strong, hover: strong } } });
  }

  // Draw a scene; the view moves only when what is drawn is a different matter.
  show(scene) {
    const marks = new Map(scene.marks.map((item) => [item.id, item]));
    const lines = new Map(scene.lines.map((line) => [line.id, line]));
    const moved = scene.marks.filter((item) => this.moved(item));
    this.marks = marks;
    this.outlines = null;
    this.order = [...scene.marks].sort((a, b) => b.rank - a.rank);
    this.lines.remove(this.lines.getIds().filter((id) => !lines.has(id)));
    this.nodes.remove(this.nodes.getIds().filter((id) => !marks.has(id)));
    this.nodes.update(moved.map(({ id, x, y }) => ({ id, x, y })));
    const fresh = [...lines.values()].filter((line) => !this.lines.get(line.id));
    this.lines.add(fresh.map((line) => edgeStyle(line)));
    const calm = lines.size > CALM;
    this.network.setOptions({ interaction: { hideEdgesOnDrag: calm, hideEdgesOnZoom: calm } });
    this.grounds = scene.grounds;
    this.fit();
  }

  moved(item) {
    const held = this.marks.get(item.id);
    return !held || held.x !== item.x || held.y !== item.y;
  }

  fit() {
    if (this.marks.size) this.network.fit({ minZoomLevel: 0.02, maxZoomLevel: this.label / 10, animation: false });
  }

  zoom(factor) {
    this.network.moveTo({ scale: Math.min(6, Math.max(0.02, this.network.getScale() * factor)) });
  }

  // Light up one thing and what it is related to.
  select(node, edge) {
    const drawn = node && this.marks.has(node.id);
    const joined = drawn ? node.edges : edge && this.lines.get(edge.id) ? [edge] : [];
    this.lit = joined.length ? new Set(joined.flatMap((one) => [one.from.id, one.to.id])) : null;
    this.chosen = drawn ? node.id : null;
    this.outlines = null;
    this.network.unselectAll();
    if (drawn) this.network.selectNodes([node.id]);
    else if (edge && this.lines.get(edge.id)) this.network.selectEdges([edge.id]);
    this.network.redraw();
  }

  // Bring a thing into sight where it lies outside, or below the `covered` pixels at the bottom.
  reveal(node, covered) {
    const item = node && this.marks.get(node.id);
    if (!item) return;
    const { x, y } = this.network.canvasToDOM(item);
    const { clientWidth: width, clientHeight: height } = this.container;
    const free = height - covered;
    const inside = x > 40 && y > 40 && x < width - 40 && y < free - 40;
    if (!inside || this.network.getScale() < 0.35) {
      const offset = { x: 0, y: -covered / 2 };
      this.network.moveTo({ position: item, offset, scale: Math.max(0.7, this.network.getScale()) });
    }
  }

  settle(ids) {
    for (const [id, place] of Object.entries(this.network.getPositions(ids))) {
      const item = this.marks.get(ids.find((one) => String(one) === id));
      if (item) Object.assign(item, place);
    }
    if (ids.length) this.outlines = null;
  }

  hover(id) {
    this.hovered = id;
    this.container.classList.toggle("pointing", id !== null);
    this.network.redraw();
  }

  click({ nodes, edges }) {
    if (nodes.length) this.touched.mark(this.marks.get(nodes[0]));
    else if (edges.length) this.touched.line(edges[0]);
    else this.touched.nothing();
  }

  // Arrow keys walk to the next thing in that direction, Enter looks closer.
  key(event) {
    const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    const here = this.marks.get(this.chosen);
    if (way) {
      event.preventDefault();
      const next = here ? this.towards(here, way) : this.order[0];
      if (next) this.touched.mark(next);
    } else if (event.key === "Enter" && here) {
      this.touched.open(here);
    }
  }

  towards(here, [right, down]) {
    let best = null, least = Infinity;
    for (const item of this.marks.values()) {
      const dx = item.x - here.x, dy = item.y - here.y;
      const ahead = dx * right + dy * down, aside = Math.abs(dx * down) + Math.abs(dy * right);
      if (ahead > 0 && ahead + 2 * aside < least) [best, least] = [item, ahead + 2 * aside];
    }
    return best;
  }

  // What vis-network draws for a thing: nothing, but it knows where to feel for it.
  feel(id) {
    const extent = 2 * (this.marks.get(id)?.size ?? 0);
    return { nodeDimensions: { width: extent, height: extent } };
  }

  // All marks, one stroke of the brush for each group: thousands stay quick to move.
  paint(context) {
    this.outlines ??= this.trace();
    context.save();
    context.strokeStyle = this.colours.paper;
    for (const { group, faint, path } of this.outlines) {
      context.globalAlpha = faint ? 0.35 : 1;
      context.fillStyle = this.colours[group];
      context.fill(path);
      if (this.network.getScale() > 0.4) context.stroke(path);
    }
    context.globalAlpha = 1;
    context.strokeStyle = this.colours.ink;
    for (const item of [this.marks.get(this.hovered), this.marks.get(this.chosen)]) {
      if (!item) continue;
      context.lineWidth = item.id === this.chosen ? 4 : 2;
      context.stroke(this.outline(item));
    }
    context.restore();
  }

  trace() {
    const outlines = new Map();
    for (const item of this.marks.values()) {
      const faint = this.lit !== null && !this.lit.has(item.id), key = `${item.group} ${faint}`;
      if (!outlines.has(key)) outlines.set(key, { group: item.group, faint, path: new Path2D() });
      outlines.get(key).path.addPath(this.outline(item));
    }
    return [...outlines.values()];
  }

  outline(item) {
    const path = new Path2D();
    path.addPath(this.shapes[item.group], new DOMMatrix([item.size, 0, 0, item.size, item.x, item.y]));
    return path;
  }

  // The ground that a community stands on.
  islands(context) {
    context.fillStyle = this.colours.ground;
    for (const { x, y, radius } of this.grounds) {
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fill();
    }
  }

  // Names, the most important first, as long as there is room on the screen.
  labels(context) {
    const ratio = this.container.querySelector("canvas").width / this.container.clientWidth;
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    Object.assign(context, { textAlign: "center", textBaseline: "top", lineJoin: "round", lineWidth: 3.5 });
    context.strokeStyle = this.colours.paper;
    context.fillStyle = this.colours.ink;
    for (const label of this.placed(context)) {
      context.font = this.font(label.strong);
      context.globalAlpha = label.faint ? 0.45 : 1;
      context.strokeText(label.text, label.x, label.y);
      context.fillText(label.text, label.x, label.y);
    }
    context.restore();
  }

  // Labels that fit beside each other in a view: { scale, width, height, where(mark), most }.
  placed(context, view = this.view()) {
    const { scale, width, height } = view, taken = [];
    const first = [this.marks.get(this.hovered), this.marks.get(this.chosen)].filter(Boolean);
    const lit = this.lit ? this.order.filter((item) => this.lit.has(item.id)) : [];
    for (const item of [...first, ...lit, ...this.order]) {
      if (taken.length >= view.most) break;
      if (taken.some((label) => label.item === item)) continue;
      const strong = first.includes(item);
      if (!strong && item.size * scale < 5.5 && taken.length > 30) break;
      const { x, y } = view.where(item);
      if (x < -60 || y < -40 || x > width + 60 || y > height + 40) continue;
      const text = shorten(item.label, strong ? 40 : scale > 1.1 ? 24 : 12);
      const reach = item.size * scale, half = this.width(context, text, strong) / 2 + 8, top = y + reach + 3;
      const box = { item, text, strong, x, y: top, left: x - half, right: x + half, bottom: top + this.label + 10 };
      box.mark = { left: x - reach, right: x + reach, y: y - reach, bottom: y + reach };
      box.faint = this.lit !== null && !this.lit.has(item.id);
      if (strong || !taken.some((other) => overlaps(box, other) || overlaps(box, other.mark))) taken.push(box);
    }
    return taken;
  }

  view() {
    const { clientWidth: width, clientHeight: height } = this.container;
    const where = (item) => this.network.canvasToDOM(item);
    return { scale: this.network.getScale(), width, height, where, most: LABELS };
  }

  font(strong) {
    return `${strong ? 600 : 400} ${this.label}px ${FACE}`;
  }

  width(context, text, strong) {
    const key = `${this.label} ${strong} ${text}`;
    if (!this.widths.has(key)) {
      context.font = this.font(strong);
      this.widths.set(key, context.measureText(text).width);
    }
    return this.widths.get(key);
  }
}

const FACE = 'system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';

const overlaps = (one, other) =>
  one.left < other.right && other.left < one.right && one.y < other.bottom && other.y < one.bottom;

function edgeStyle({ id, from, to, edge }) {
  if (!edge) return { id, from, to, arrows: "", width: 2 };
  const together = edge.predicate === TOGETHER;
  return {
    id, from, to, width: together ? 0.7 : 1.4, dashes: together ? [3, 5] : false,
    arrows: together ? "" : { to: { enabled: true, scaleFactor: 0.45 } },
  };
}
