// Files to take away: the table as CSV, the picture as PNG and SVG.

function download(file, type, content) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  el("a", { href: address, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

// A byte-order mark for spreadsheets; an apostrophe before what they would take for a formula.
function csv(nodes) {
  const cell = (value) => {
    const text = String(value);
    const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };
  const lines = [COLUMNS.map((one) => t(one.key)), ...nodes.map((node) => COLUMNS.map((one) => one.value(node)))];
  return "\ufeff" + lines.map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
}

function png(picture) {
  const canvas = picture.container.querySelector("canvas");
  const copy = el("canvas", { width: canvas.width, height: canvas.height });
  const context = copy.getContext("2d");
  context.fillStyle = picture.colours.paper;
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(canvas, 0, 0);
  copy.toBlob((blob) => download("kg.png", "image/png", blob));
}

// The whole scene as drawn marks, lines and texts, not only what is in sight.
function svgFile(picture) {
  const marks = [...picture.marks.values()];
  const least = (axis) => marks.reduce((so, item) => Math.min(so, item[axis]), Infinity);
  const most = (axis) => marks.reduce((so, item) => Math.max(so, item[axis]), -Infinity);
  const [left, top] = [least("x") - 80, least("y") - 60];
  const box = [left, top, most("x") + 80 - left, most("y") + 80 - top];
  const { colours } = picture;
  const line = ({ from, to, dashes }) => {
    const [a, b] = [picture.marks.get(from), picture.marks.get(to)];
    const style = { stroke: colours.line, "stroke-dasharray": dashes ? "3 5" : null };
    return svg("line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y, ...style });
  };
  const shape = (item) => svg("path", {
    d: words.page.groups.find((group) => group.class === item.group).shape, fill: colours[item.group],
    transform: `translate(${item.x} ${item.y}) scale(${item.size})`,
  });
  const ground = ({ x, y, radius }) => svg("circle", { cx: x, cy: y, r: radius, fill: colours.ground });
  const label = ({ x, y, text }) => svg("text", {
    x: x + left, y: y + top + picture.label, "text-anchor": "middle", "font-size": picture.label, "font-family": FACE,
    fill: colours.ink, stroke: colours.paper, "stroke-width": 3, "paint-order": "stroke",
  }, clean(text));
  const where = (item) => ({ x: item.x - left, y: item.y - top });
  const whole = { scale: 1, width: box[2], height: box[3], where, most: Infinity };
  const labels = picture.placed(el("canvas").getContext("2d"), whole);
  const drawing = svg("svg", { viewBox: box.join(" "), width: box[2], height: box[3] },
    svg("rect", { x: box[0], y: box[1], width: box[2], height: box[3], fill: colours.paper }),
    picture.grounds.map(ground), picture.lines.get().map(line), marks.map(shape), labels.map(label));
  download("kg.svg", "image/svg+xml", new XMLSerializer().serializeToString(drawing));
}

// Control characters can't stand in XML.
const clean = (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
