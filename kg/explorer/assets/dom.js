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
