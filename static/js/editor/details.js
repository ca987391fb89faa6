// What cannot be typed in the text itself: fields for the block or the word the cursor stands in.
import { Editor, History } from "../../django_prose_editor/editor.js";

// By kind: the attribute, its label, and whether it holds words with marks.
const FIELDS = {
  heading: [["number", "编号"]],
  paragraph: [["number", "编号"]],
  article: [["number", "条号"], ["name", "条名"]],
  annex: [["label", "附件标记"]],
  orderedList: [["start", "起始编号"]],
  table: [["caption", "表题", true]],
  figure: [["alt", "替代文字"], ["caption", "图题", true]],
  note: [["words", "脚注", true]],
  ruby: [["base", "文字"], ["reading", "注音"]],
  formula: [["text", "公式的读法"]],
};

// The things around the cursor that have fields, from the outside in; the link last.
function around({ state }) {
  const { $from, node } = state.selection;
  const found = [];
  for (let depth = 1; depth <= $from.depth; depth += 1) {
    found.push({ node: $from.node(depth), pos: $from.before(depth) });
  }
  if (node) found.push({ node, pos: state.selection.from });
  return found.filter((each) => FIELDS[each.node.type.name]);
}

export function details(editor, place, lineExtensions) {
  let shown = "";
  let inner = [];

  const set = (pos, name, value) => {
    editor.view.dispatch(editor.state.tr.setNodeAttribute(pos, name, value));
  };

  function plainField(label, value, change) {
    const wrap = document.createElement("label");
    const input = document.createElement("input");
    wrap.className = "te-detail";
    input.value = value;
    input.addEventListener("input", () => change(input.value.trim()));
    input.addEventListener("keydown", leave);
    wrap.append(label, input);
    return wrap;
  }

  function wordsField(label, value, change) {
    const wrap = document.createElement("div");
    const name = document.createElement("span");
    wrap.className = "te-detail";
    name.textContent = label;
    wrap.append(name);
    inner.push(
      new Editor({
        element: wrap,
        extensions: [...lineExtensions, History],
        injectCSS: false,
        content: { type: "doc", content: [{ type: "paragraph", content: value }] },
        editorProps: {
          attributes: { role: "textbox", "aria-label": label, class: "te-words" },
          handleKeyDown: (_view, event) => leave(event),
        },
        onUpdate: ({ editor: own }) => change(own.state.doc.firstChild.content.toJSON() ?? []),
      }),
    );
    return wrap;
  }

  // The line ends, or is left: back to the text. A form must not be sent from here.
  function leave(event) {
    if (event.key !== "Enter" && event.key !== "Escape") return false;
    event.preventDefault();
    editor.view.focus();
    return true;
  }

  function clear() {
    inner.forEach((each) => each.destroy());
    inner = [];
    place.replaceChildren();
  }

  // New fields where the cursor has come to something else; typing in them changes nothing here.
  function update() {
    if (place.contains(document.activeElement)) return;
    const found = around(editor);
    const marked = editor.isActive("link");
    const href = marked ? editor.getAttributes("link").href : "";
    const key = JSON.stringify([found.map(({ node, pos }) => [pos, node.type.name, node.attrs]), href]);
    if (key === shown) return;
    shown = key;
    clear();
    for (const { node, pos } of found) {
      for (const [name, label, isWords] of FIELDS[node.type.name]) {
        const make = isWords ? wordsField : plainField;
        place.append(make(label, node.attrs[name], (value) => set(pos, name, value)));
      }
    }
    if (marked) {
      const change = (value) =>
        editor.chain().extendMarkRange("link").updateAttributes("link", { href: value }).run();
      place.append(plainField("网址", href, change));
    }
    place.hidden = !place.childElementCount;
  }

  editor.on("transaction", update);
  editor.on("focus", update);
  update();

  return {
    // To the last field: that of the innermost thing.
    focus() {
      shown = "";
      update();
      const last = place.lastElementChild?.querySelector("input, [contenteditable=true]");
      last?.focus();
      if (last instanceof HTMLInputElement) last.select();
      return Boolean(last);
    },
  };
}
