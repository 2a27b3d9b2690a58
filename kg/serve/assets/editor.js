// The text area for SPARQL becomes an editor (Ace). Without this script it stays what it is.
"use strict";

function edit(area, nonce) {
  const dom = ace.require("ace/lib/dom");
  const create = dom.createElement;
  dom.createElement = (tag, namespace) => {
    const made = create(tag, namespace);
    if (tag === "style") made.nonce = nonce;  // the page's policy lets no other styles in
    return made;
  };
  const box = area.parentNode.insertBefore(document.createElement("div"), area);
  area.hidden = true;
  document.querySelectorAll(".sparql").forEach((shown) => { shown.hidden = true; });
  const editor = ace.edit(box, {
    mode: "ace/mode/sparql", value: area.value, minLines: 8, maxLines: 40, tabSize: 2, wrap: true, useWorker: false,
    showPrintMargin: false, fontSize: "0.9rem",
  });
  editor.textInput.getElement().setAttribute("aria-label", area.getAttribute("aria-label"));
  editor.session.getUndoManager().reset();
  editor.commands.addCommand({
    name: "run", bindKey: { win: "Ctrl-Enter", mac: "Command-Enter" }, exec: () => area.form.requestSubmit(),
  });
  if (area.dataset.line) mark(editor, area.dataset.line - 1, area.dataset.column - 1, area.dataset.error);
  editor.session.on("change", () => {
    area.value = editor.getValue();
    editor.session.clearAnnotations();
  });
  area.closest("details").addEventListener("toggle", () => editor.resize(true));
  window.editor = editor;
}

function mark(editor, row, column, error) {
  const { Range } = ace.require("ace/range");
  const length = Math.max(1, editor.session.getLine(row).slice(column).search(/\s|$/));
  const place = editor.session.addMarker(new Range(row, column, row, column + length), "mistake", "text");
  editor.session.setAnnotations([{ row, column, text: error, type: "error" }]);
  editor.session.once("change", () => editor.session.removeMarker(place));
  editor.gotoLine(row + 1, column);
  editor.focus();
}

if (window.ace) {
  const area = document.querySelector(".own textarea");
  ace.config.set("basePath", new URL("ace", document.currentScript.src).href);
  edit(area, document.currentScript.nonce);
}
