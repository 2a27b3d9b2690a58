// Where records come from: the page itself, or an address that knows more than the page holds.
// A batch of records is { nodes, edges, sentences }; edges name their ends by the nodes' ids within the batch.

const read = (id) => JSON.parse(byId(id).textContent);

function provider() {
  const page = read("page");
  const first = { nodes: read("nodes"), edges: read("edges"), sentences: page.sentences };
  return page.endpoint ? new Remote(page, first) : new Embedded(page, first);
}

class Embedded {
  constructor(page, first) {
    Object.assign(this, { page, first });
  }

  async neighbours() {
    return null; // all that there is stands in the page
  }

  async search() {
    return null;
  }
}

class Remote extends Embedded {
  async neighbours(key) {
    return this.ask({ id: key });
  }

  async search(text) {
    return this.ask({ q: text });
  }

  async ask(parameters) {
    const response = await fetch(`${this.page.endpoint}?${new URLSearchParams(parameters)}`);
    return response.ok ? response.json() : null;
  }
}
