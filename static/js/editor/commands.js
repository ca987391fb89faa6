// What the tools and keys do beyond what the library knows.
import { pm } from "../../django_prose_editor/editor.js";
import { ARTICLE, chinese, opening, valueOf } from "./numbering.js";

const { tables, state: states } = pm;
const { TextSelection } = states;

// The number that an article at this place takes: one more than the one before it in its part.
function nextNumber(doc, place) {
  let last = 0;
  doc.forEach((node, offset) => {
    if (offset >= place) return;
    if (node.type.name === "annex") last = 0;
    const read = node.type.name === "article" && ARTICLE.exec(node.attrs.number);
    if (read) last = valueOf(read[1]);
  });
  return `第${chinese(last + 1)}条`;
}

// Make the lines of the selection paragraphs, headings, articles …; numbering typed in front of
// them becomes theirs.
export function setKind(editor, kind, level) {
  const { state, view } = editor;
  const type = state.schema.nodes[kind];
  const { tr } = state;
  const found = [];
  state.doc.nodesBetween(state.selection.from, state.selection.to, (node, pos, parent) => {
    if (!node.isTextblock) return true;
    if (parent === state.doc || kind === "paragraph") found.push({ node, pos });
    return false;
  });
  for (const { node, pos } of found.reverse()) {
    const isArticle = kind === "article";
    const { number = "", name = "" } = node.attrs;
    const keeps = number && (!isArticle || ARTICLE.test(number));
    const read = keeps || kind === "paragraph" || kind === "signature"
      ? { number, name, length: 0 }
      : opening(node.textContent, isArticle);
    const inside = tr.mapping.map(pos) + 1;
    tr.setBlockType(inside, inside, type, {
      ...(kind === "heading" ? { level } : {}),
      ...(isArticle ? { name: read.name, number: read.number || nextNumber(tr.doc, pos) } : {}),
      ...(kind === "heading" || kind === "paragraph" ? { number: read.number } : {}),
    });
    if (read.length) tr.delete(inside, inside + read.length);
  }
  view.dispatch(tr.scrollIntoView());
  view.focus();
  return found.length > 0;
}

// A new article below the block of the cursor.
export function addArticle(editor) {
  const { state, view } = editor;
  const { $to } = state.selection;
  const after = $to.depth ? $to.after(1) : $to.pos;
  const number = nextNumber(state.doc, after);
  const { tr } = state;
  tr.insert(after, state.schema.nodes.article.create({ number }));
  tr.setSelection(TextSelection.create(tr.doc, after + 1));
  view.dispatch(tr.scrollIntoView());
  view.focus();
  return true;
}

// All articles in order, each part from its own first number on; 之一 follow the one before them.
export function renumber(editor) {
  const { state, view } = editor;
  const { tr } = state;
  let next = 1;
  state.doc.forEach((node, pos) => {
    if (node.type.name === "annex") next = 1;
    if (node.type.name !== "article") return;
    const [, behind = ""] = node.attrs.number.split("条");
    const own = behind.startsWith("之") ? Math.max(next - 1, 1) : next++;
    tr.setNodeAttribute(pos, "number", `第${chinese(own)}条${behind}`);
  });
  view.dispatch(tr);
  view.focus();
}

// The numbering of a line becomes words again, the line a paragraph.
export function unnumber(editor) {
  const { state, view } = editor;
  const { $from, empty } = state.selection;
  const node = $from.parent;
  if (!empty || $from.parentOffset || !(node.attrs.number || node.attrs.label)) return false;
  const words = (node.attrs.number || node.attrs.label) + (node.attrs.name || "");
  const { tr } = state;
  tr.setBlockType($from.pos, $from.pos, state.schema.nodes.paragraph, { number: "" });
  tr.insertText(words, $from.pos);
  view.dispatch(tr.scrollIntoView());
  return true;
}

function splitToParagraph(editor) {
  const { state, view } = editor;
  const { paragraph } = state.schema.nodes;
  const tr = state.tr.deleteSelection();
  tr.split(tr.selection.from, 1, [{ type: paragraph }]);
  tr.clearIncompatible(tr.selection.$from.before(), paragraph);
  view.dispatch(tr.scrollIntoView());
  return true;
}

// A line ends: what follows a heading or an article is a paragraph.
export function endLine(editor) {
  switch (editor.state.selection.$from.parent.type.name) {
    case "signature":
      return editor.commands.insertContent({ type: "hardBreak" });
    case "heading":
    case "article":
    case "annex":
      return splitToParagraph(editor);
    default:
      return editor.commands.splitListItem("item");
  }
}

// From here on the words of a heading are prose in its line.
export function toggleRunIn(editor) {
  const { state, view } = editor;
  const { $from } = state.selection;
  if ($from.parent.type.name !== "heading") return false;
  const type = state.schema.marks.runIn;
  const isOn = type.isInSet($from.nodeAfter?.marks ?? $from.marks());
  const from = isOn ? $from.start() : $from.pos;
  const { tr } = state;
  if (isOn) tr.removeMark(from, $from.end(), type);
  else tr.addMark(from, $from.end(), type.create());
  view.dispatch(tr);
  view.focus();
  return true;
}

export function addTable(editor) {
  const row = (type) => ({
    type: "row",
    content: Array.from({ length: 3 }, () => ({ type, content: [{ type: "paragraph" }] })),
  });
  const table = { type: "table", content: [row("headerCell"), row("cell"), row("cell")] };
  return editor.chain().focus().insertContent(table).run();
}

const onTable = (command) => (editor) => {
  const done = command(editor.state, editor.view.dispatch);
  editor.view.focus();
  return done;
};

export const TABLE = {
  addRowBefore: onTable(tables.addRowBefore),
  addRowAfter: onTable(tables.addRowAfter),
  addColumnBefore: onTable(tables.addColumnBefore),
  addColumnAfter: onTable(tables.addColumnAfter),
  deleteRow: onTable(tables.deleteRow),
  deleteColumn: onTable(tables.deleteColumn),
  mergeCells: onTable(tables.mergeCells),
  splitCell: onTable(tables.splitCell),
  toggleHeaderRow: onTable(tables.toggleHeaderRow),
  toggleHeaderCell: onTable(tables.toggleHeaderCell),
  deleteTable: onTable(tables.deleteTable),
};

// Out of the last cell the key leads out of the editor, as everywhere.
export const nextCell = (direction) => (editor) =>
  tables.goToNextCell(direction)(editor.state, editor.view.dispatch);
