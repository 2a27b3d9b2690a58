// The graph in memory: things, relations, what each can be filtered by, and the walks along them.

const CONTAINED = ["locatedIn", "partOf", "heldIn"]; // relations that put a thing inside a place
const TOGETHER = "mentionedWith"; // not stated: two names in one sentence

class Model {
  constructor(page) {
    this.page = page;
    this.nodes = [];
    this.edges = [];
    this.sentences = []; // [text, section, report]
    this.keys = new Map(); // key -> node
    this.known = new Set(); // relations already held
    // Figures of what the text calls by no name.
    this.figures = page.figures.map(([about, ...item]) => ({ about, ...figure(item, 0) }));
  }

  add(batch) {
    const offset = this.sentences.length;
    this.sentences.push(...batch.sentences);
    const local = new Map(batch.nodes.map((record) => [record.id, this.node(record, offset)]));
    for (const record of batch.edges) this.edge(record, local, offset);
    this.edges.forEach((edge, index) => { edge.id = index; });
    this.nodes.forEach((node) => { node.facets = facets(node, this); });
    this.grounds = grounds(this.nodes);
    return [...local.values()];
  }

  node(record, offset) {
    const held = this.keys.get(record.key);
    if (held) return held;
    const node = {
      names: [], quotes: [], states: [], figures: [], code: "", level: "", meaning: "", pinyin: "", ...record,
      id: this.nodes.length, edges: [],
    };
    const shift = (sentence) => shifted(sentence, offset);
    node.quotes = node.quotes.map(shift);
    node.states = node.states.map(([status, year, mode, sure, sentence]) =>
      ({ status, year, mode, sure, sentence: shift(sentence) }));
    node.figures = node.figures.map((item) => figure(item, offset));
    node.sounds = sounds(node);
    this.nodes.push(node);
    this.keys.set(node.key, node);
    return node;
  }

  edge(record, local, offset) {
    const from = local.get(record.from), to = local.get(record.to);
    const key = `${from.key} ${record.predicate} ${to.key}`;
    if (this.known.has(key)) return;
    this.known.add(key);
    const sentence = shifted(record.sentence, offset);
    const edge = { ...record, key, from, to, sentence, id: this.edges.length };
    this.edges.push(edge);
    from.edges.push(edge);
    to.edges.push(edge);
  }

  sentence(index) {
    return this.sentences[index] || ["", -1, -1];
  }

  // Whatever a thing lies in, near and far.
  containers(node) {
    const found = new Set(), open = [node];
    while (open.length) {
      const here = open.pop();
      for (const edge of here.edges) {
        if (edge.from !== here || !CONTAINED.includes(edge.predicate)) continue;
        if (edge.to === node || found.has(edge.to)) continue;
        found.add(edge.to);
        open.push(edge.to);
      }
    }
    return found;
  }

  // Things at most `depth` relations away, with their distance.
  around(node, depth, allows = () => true) {
    const distance = new Map([[node, 0]]);
    let ring = [node];
    for (let step = 1; step <= depth; step++) {
      const next = [];
      for (const here of ring) {
        for (const edge of here.edges) {
          const there = edge.from === here ? edge.to : edge.from;
          if (!distance.has(there) && allows(edge)) {
            distance.set(there, step);
            next.push(there);
          }
        }
      }
      ring = next;
    }
    return distance;
  }

  // The same for some things only; what has no relation to the others stands farthest.
  reach(node, nodes) {
    const inside = new Set(nodes);
    const distance = this.around(node, 2, (edge) => inside.has(edge.from) && inside.has(edge.to));
    for (const other of nodes) if (!distance.has(other)) distance.set(other, 3);
    return distance;
  }

  // The shortest way between two things, stated relations before mere common mention; null where there is none.
  path(start, end) {
    return this.walk(start, end, (edge) => edge.predicate !== TOGETHER) || this.walk(start, end, () => true);
  }

  walk(start, end, allows) {
    const before = new Map([[start, null]]);
    const open = [start];
    for (let index = 0; index < open.length && !before.has(end); index++) {
      for (const edge of open[index].edges) {
        const there = edge.from === open[index] ? edge.to : edge.from;
        if (before.has(there) || !allows(edge)) continue;
        before.set(there, open[index]);
        open.push(there);
      }
    }
    if (!before.has(end)) return null;
    const way = [];
    for (let node = end; node; node = before.get(node)) way.unshift(node);
    return way;
  }

  // Things that pass the filters of a state; `except` leaves one facet open, for the counts beside it.
  passing(state, except = "") {
    return this.nodes.filter((node) => this.passes(node, state, except));
  }

  passes(node, state, except = "") {
    if (except !== "type" && state.hide.has(node.type)) return false;
    if (node.sure * 100 < state.sure) return false;
    for (const facet of FACETS) {
      const wanted = state[facet];
      if (facet !== except && wanted.size && !node.facets[facet].some((value) => wanted.has(value))) return false;
    }
    return true;
  }
}

// A sentence's number once `offset` others are held; -1 is none.
const shifted = (sentence, offset) => (sentence < 0 ? -1 : sentence + offset);

function figure([indicator, value, unit, change, changeUnit, year, mode, sure, sentence], offset) {
  return { indicator, value, unit, change, changeUnit, year, mode, sure, sentence: shifted(sentence, offset) };
}

// The disc that each community stands on.
function grounds(nodes) {
  const members = new Map();
  for (const node of nodes) {
    if (!members.has(node.community)) members.set(node.community, []);
    members.get(node.community).push(node);
  }
  return new Map([...members].map(([community, items]) => {
    const middle = (axis) => items.reduce((sum, item) => sum + item[axis], 0) / items.length;
    const [x, y] = [middle("x"), middle("y")];
    const radius = items.reduce((far, item) => Math.max(far, Math.hypot(item.x - x, item.y - y)), 0);
    return [community, { x, y, radius: radius + 30 }];
  }));
}

const FACETS = ["mode", "status", "year", "report", "section", "place"]; // beside type and confidence

function facets(node, model) {
  const said = [...node.states, ...node.figures];
  const sections = node.quotes.map((index) => model.sentence(index)[1]).filter((section) => section >= 0);
  const best = (so, item) => Math.max(so, item.sure ?? item.confidence ?? 0);
  node.sure = node.edges.reduce(best, said.reduce(best, 0)) || 1;
  return {
    mode: [...new Set(said.map((item) => item.mode))],
    status: [...new Set(node.states.map((item) => item.status))],
    year: [...new Set(said.map((item) => item.year).filter(Boolean))],
    report: [...new Set(node.quotes.map((index) => String(model.sentence(index)[2])))],
    section: [...new Set(sections)].map(String),
    place: [node, ...model.containers(node)].filter((place) => place.group === "Place").map((place) => place.key),
  };
}

// What a search can hit: names, pinyin without spaces, and its initials.
function sounds(node) {
  const syllables = node.pinyin.split(" ").filter(Boolean);
  return {
    names: [node.label, ...node.names].map((text) => text.toLowerCase()),
    pinyin: syllables.join(""),
    initials: syllables.map((syllable) => syllable[0]).join(""),
  };
}
