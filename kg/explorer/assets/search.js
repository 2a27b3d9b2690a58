// Search as one types: names, other names, pinyin and initials.

const HITS = 12;

// The better the match the higher, then the more important.
function find(model, text) {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return [];
  const sound = wanted.replace(/[\s'’]/g, "");
  const hits = [];
  for (const node of model.nodes) {
    const score = quality(node.sounds, wanted, sound);
    if (score) hits.push([score, node]);
  }
  hits.sort(([a, one], [b, other]) => b - a || other.weight - one.weight || one.id - other.id);
  return hits.slice(0, HITS).map(([, node]) => node);
}

function quality({ names, pinyin, initials }, wanted, sound) {
  if (names.includes(wanted)) return 6;
  if (names.some((text) => text.startsWith(wanted))) return 5;
  if (initials === sound || pinyin === sound) return 4;
  if (names.some((text) => text.includes(wanted))) return 3;
  if (sound && (pinyin.startsWith(sound) || (sound.length > 1 && initials.startsWith(sound)))) return 2;
  return sound.length > 2 && (pinyin.includes(sound) || initials.includes(sound)) ? 1 : 0;
}

class Search {
  constructor(app) {
    Object.assign(this, { app, box: byId("search"), list: byId("found"), hits: [], at: -1 });
    this.box.addEventListener("input", () => this.look());
    this.box.addEventListener("focus", () => this.look());
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("blur", () => setTimeout(() => this.close(), 150)); // a click on a hit comes first
  }

  words() {
    this.box.placeholder = t("search");
    this.box.setAttribute("aria-label", t("search"));
    this.box.parentElement.setAttribute("aria-label", t("search"));
    this.list.setAttribute("aria-label", t("found"));
  }

  async look() {
    const text = this.box.value;
    this.show(find(this.app.model, text), text);
    const more = text.trim() && (await this.app.provider.search(text));
    if (more && text === this.box.value) {
      this.app.model.add(more);
      this.show(find(this.app.model, text), text);
    }
  }

  show(hits, text) {
    this.hits = hits;
    this.at = hits.length ? 0 : -1;
    const rows = hits.map((node, index) => el(
      "li", { role: "option", id: `hit${index}`, onmousedown: () => this.choose(node) },
      icon(node.group), name(shorten(node.label, 60)), el("small", {}, term(node.type)),
    ));
    if (!rows.length && text.trim()) rows.push(el("li", { class: "none" }, t("nothingFound")));
    this.list.replaceChildren(...rows);
    this.list.hidden = !text.trim();
    this.box.setAttribute("aria-expanded", String(!this.list.hidden));
    this.mark();
  }

  mark() {
    [...this.list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === this.at)));
    this.box.setAttribute("aria-activedescendant", this.at < 0 ? "" : `hit${this.at}`);
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.hits.length) {
      event.preventDefault();
      this.at = (this.at + step + this.hits.length) % this.hits.length;
      this.mark();
    } else if (event.key === "Enter" && this.hits[this.at]) {
      this.choose(this.hits[this.at]);
    } else if (event.key === "Escape") {
      this.close();
      this.box.blur();
    }
  }

  choose(node) {
    this.box.value = "";
    this.close();
    this.app.choose(node);
  }

  close() {
    this.list.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
  }
}

function icon(group) {
  const look = words.page.groups.find((one) => one.class === group);
  const path = svg("path", { d: look.shape });
  path.style.fill = `var(--${group})`;
  return svg("svg", { viewBox: "-1.4 -1.4 2.8 2.8", class: "icon", "aria-hidden": "true" }, path);
}
