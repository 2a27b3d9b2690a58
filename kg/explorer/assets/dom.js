// Elements made by hand. Whatever comes from the data goes in as text, never as markup.

function el(tag, options = {}, ...children) {
  return fill(document.createElement(tag), options, children);
}

function svg(tag, options = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), options, children);
}

function fill(node, options, children) {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return node;
}

const byId = (id) => document.getElementById(id);

// A name stands apart from the direction of the text around it, whatever marks it carries.
const name = (text, options = {}) => el("bdi", { dir: "auto", ...options }, text);

const button = (label, onclick, options = {}, ...children) =>
  el("button", { type: "button", onclick, title: label, "aria-label": label, ...options }, ...children);

// Drawn signs, where fonts may lack a character.
const SIGNS = {
  menu: "M3 5h14M3 10h14M3 15h14",
  sun: "M10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.3l1.5 1.5M14.2 14.2l1.5 1.5M4.3 15.7l1.5-1.5M14.2 5.8l1.5-1.5" +
    "M13.5 10a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0Z",
  moon: "M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.7 8.7Z",
  print: "M6 8V3h8v5M6 15H3.5V8h13v7H14M6 12.5h8V17H6Z",
  fit: "M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4",
};
const sign = (id) =>
  svg("svg", { viewBox: "0 0 20 20", class: "sign", "aria-hidden": "true" }, svg("path", { d: SIGNS[id] }));

function shorten(text, length) {
  const characters = [...text];
  return characters.length > length ? characters.slice(0, length - 1).join("") + "…" : text;
}

// New content in an old place: what had the keyboard's focus keeps it, what was scrolled stays.
function replace(container, ...children) {
  const key = container.contains(document.activeElement) && document.activeElement.dataset.key;
  const top = container.scrollTop;
  container.replaceChildren(...children.flat(Infinity).filter(Boolean));
  container.scrollTop = top;
  if (key) container.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}
