// What to draw for a state: marks with their places, and lines between them.
// A mark is { id, x, y, size, group, label, rank, node } or stands for a whole community ({ members }).

const FEW = 3; // relations
const ROUND = 200; // things of one place that still fit around it
function scene(model, state) {
  const shown = { kind: "all", marks: [] };
  const at = (key) => model.keys.get(key);
  if (at(state.focus) && at(state.to)) {
    Object.assign(shown, { kind: "path", loose: true, marks: along(model.path(at(state.focus), at(state.to))) });
  } else if (at(state.focus)) {
    // A thing of which little is stated still has the company it is named in.
    shown.loose = at(state.focus).edges.filter((edge) => edge.predicate !== TOGETHER).length < FEW;
    const allows = (edge) => (shown.loose || linked(edge, state)) &&
      model.passes(edge.from, state) && model.passes(edge.to, state);
    const near = model.around(at(state.focus), state.depth, allows);
    Object.assign(shown, { kind: "focus", marks: rings(near) });
  } else {
    let nodes = model.passing(state);
    if (state.group !== "") nodes = nodes.filter((node) => String(node.community) === state.group);
    if (nodes.length > words.page.drawn) return overview(model, nodes);
    const place = state.place.size === 1 && nodes.length <= ROUND && at([...state.place][0]);
    if (place) Object.assign(shown, { kind: "within", marks: rings(model.reach(place, nodes)) });
    else shown.marks = nodes.map((node) => mark(node, node.x, node.y));
  }
  const drawn = new Map(shown.marks.map((item) => [item.node, item]));
  shown.lines = model.edges
    .filter((edge) => drawn.has(edge.from) && drawn.has(edge.to) && (shown.loose || linked(edge, state)))
    .map((edge) => ({ id: edge.id, from: edge.from.id, to: edge.to.id, edge }));
  const communities = shown.kind === "all" ? new Set(shown.marks.map((item) => item.node.community)) : [];
  shown.grounds = [...communities].map((community) => model.grounds.get(community));
  return shown;
}

const linked = (edge, state) =>
  (edge.predicate !== TOGETHER || state.links) && (edge.confidence ?? 1) * 100 >= state.sure;

const mark = (node, x, y) => (
  { id: node.id, x, y, size: size(node.weight), group: node.group, label: node.label, rank: node.weight, node });

const size = (weight) => Math.min(24, 7 + 1.8 * Math.sqrt(weight));

// The chosen thing in the middle, its neighbours around it by distance, alike beside alike.
function rings(distance) {
  const marks = [];
  let radius = 0;
  for (let depth = 0; depth <= 3; depth++) {
    const ring = [...distance].filter(([, far]) => far === depth).map(([node]) => node);
    ring.sort((a, b) => a.group.localeCompare(b.group) || b.weight - a.weight || a.id - b.id);
    for (let start = 0; start < ring.length;) {
      if (depth) radius += 190;
      const room = Math.max(1, Math.floor((2 * Math.PI * radius) / 140)); // a label's width apart
      const part = ring.slice(start, start + room);
      part.forEach((node, index) => {
        const angle = (2 * Math.PI * (index + (start ? 0.5 : 0))) / part.length - Math.PI / 2;
        marks.push(mark(node, radius * Math.cos(angle) * 1.25, radius * Math.sin(angle)));
      });
      start += room;
    }
  }
  return marks;
}

const along = (way) => (way || []).map((node, index) => mark(node, index * 190, index % 2 ? 60 : -60));

// Too much to draw: one bubble for each community, named after its most connected member.
function overview(model, nodes) {
  const communities = new Map();
  for (const node of nodes) {
    if (!communities.has(node.community)) communities.set(node.community, []);
    communities.get(node.community).push(node);
  }
  const marks = [...communities].slice(0, words.page.drawn).map(([number, members]) => {
    const head = members.reduce((best, node) => (node.weight > best.weight ? node : best));
    const middle = (axis) => members.reduce((sum, node) => sum + node[axis], 0) / members.length;
    return {
      id: `group ${number}`, x: middle("x"), y: middle("y"), size: 12 + 25 * Math.sqrt(members.length),
      group: head.group, label: `${head.label} ${count(members.length)}`, rank: members.length, members: number,
    };
  });
  return { kind: "overview", marks, lines: bonds(model, new Set(marks.map((item) => item.members))), grounds: [] };
}

function bonds(model, drawn) {
  const found = new Map();
  for (const edge of model.edges) {
    const [a, b] = [edge.from.community, edge.to.community].sort((one, other) => one - other);
    if (a !== b && drawn.has(a) && drawn.has(b)) found.set(`${a} ${b}`, [a, b]);
  }
  return [...found].map(([id, [a, b]]) => ({ id: `bond ${id}`, from: `group ${a}`, to: `group ${b}` }));
}
