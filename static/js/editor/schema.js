// The editor's schema, made from the vocabulary that the server reads by (portal/text/html): what
// has no place in a text cannot be typed.
import {
  Document,
  Extension,
  HardBreak,
  Mark,
  Node,
  Text,
  getSchema,
  pm,
} from "../../django_prose_editor/editor.js";

const { DOMParser: Reader, DOMSerializer, Fragment } = pm.model;
const MATHML = "http://www.w3.org/1998/Math/MathML";
const KEYS = { strong: "Mod-b", em: "Mod-i", u: "Mod-u", sup: "Mod-.", sub: "Mod-," };
const IN_A_LINE = ["strong", "em", "u", "sup", "sub", "link"];
const ROLES = { table: "table", row: "row", cell: "cell", headerCell: "header_cell" };

const selector = ({ tags, css }) => (css ? `${tags[0]}.${css}` : tags[0]);

// The attributes of a tag under the names that the fields of the text have.
const fields = ({ attributes }) =>
  Object.fromEntries(
    Object.entries(attributes).map(([field, name]) => [
      field,
      {
        default: "",
        keepOnSplit: false,
        parseHTML: (element) => element.getAttribute(name) ?? "",
        renderHTML: (values) => (values[field] ? { [name]: values[field] } : {}),
      },
    ]),
  );

const held = (empty, parseHTML) => ({ default: empty, rendered: false, parseHTML });

export function extensionsFor(vocabulary, pictureAddress) {
  const { blocks, inlines, marks } = vocabulary;

  const line = (name, options = {}) =>
    Node.create({
      name,
      content: "inline*",
      marks: IN_A_LINE.join(" "),
      defining: true,
      addAttributes: () => fields(blocks[name]),
      parseHTML: () => [{ tag: selector(blocks[name]) }],
      renderHTML: ({ HTMLAttributes }) => [blocks[name].tags[0], HTMLAttributes, 0],
      ...options,
    });

  const paragraph = line("paragraph", { priority: 1000, defining: false });
  const heading = line("heading", {
    marks: "_",
    addAttributes: () => ({
      level: { default: 1, rendered: false, keepOnSplit: false },
      ...fields(blocks.heading),
    }),
    parseHTML: () => blocks.heading.tags.map((tag, place) => ({ tag, attrs: { level: place + 1 } })),
    renderHTML: ({ node, HTMLAttributes }) => [
      blocks.heading.tags[node.attrs.level - 1],
      HTMLAttributes,
      0,
    ],
  });
  const signature = line("signature", { content: "(text|hardBreak)*", marks: "" });

  // Words that belong to something else: captions and notes. They are kept in its attributes.
  const notes = inlines.note;
  const cleanFormula = (element) => {
    const made = document.createElementNS(MATHML, element.localName);
    for (const name of vocabulary.mathml_attributes) {
      if (element.hasAttribute(name)) made.setAttribute(name, element.getAttribute(name));
    }
    for (const child of element.childNodes) {
      if (child.nodeType === 3) made.append(child.data);
      else if (vocabulary.mathml.includes(child.localName)) made.append(cleanFormula(child));
    }
    return made;
  };
  const formula = Node.create({
    name: "formula",
    group: "inline",
    inline: true,
    atom: true,
    addAttributes: () => ({
      ...fields(inlines.formula),
      mathml: held("", (element) =>
        element.children.length ? cleanFormula(element).outerHTML : "",
      ),
    }),
    parseHTML: () => [{ tag: selector(inlines.formula) }],
    renderHTML: ({ node }) => {
      const read = new DOMParser().parseFromString(node.attrs.mathml || "<math></math>", "text/html");
      const made = cleanFormula(read.querySelector("math"));
      made.setAttribute(inlines.formula.attributes.text, node.attrs.text);
      return made;
    },
  });
  const ruby = Node.create({
    name: "ruby",
    group: "inline",
    inline: true,
    atom: true,
    addAttributes: () => ({
      base: held("", (element) =>
        [...element.childNodes]
          .filter((each) => !["RT", "RP"].includes(each.nodeName))
          .map((each) => each.textContent)
          .join(""),
      ),
      reading: held("", (element) => element.querySelector(inlines.reading.tags[0])?.textContent ?? ""),
    }),
    parseHTML: () => [{ tag: selector(inlines.ruby) }],
    renderHTML: ({ node }) => ["ruby", node.attrs.base, [inlines.reading.tags[0], node.attrs.reading]],
  });
  const note = Node.create({
    name: "note",
    group: "inline",
    inline: true,
    atom: true,
    addAttributes: () => ({ words: held([], (element) => wordsIn(element)) }),
    parseHTML: () => [{ tag: selector(notes), priority: 60 }],
    renderHTML: ({ node }) => {
      const made = shown(notes.tags[0], node.attrs.words);
      made.className = notes.css;
      return made;
    },
  });
  const link = Mark.create({
    name: "link",
    inclusive: false,
    addAttributes: () => fields(inlines.link),
    parseHTML: () => [{ tag: "a[href]" }],
    renderHTML: ({ HTMLAttributes }) => ["a", HTMLAttributes, 0],
  });
  const runIn = Mark.create({
    name: "runIn",
    priority: 200,
    parseHTML: () => [{ tag: selector(inlines.run_in) }],
    renderHTML: () => [inlines.run_in.tags[0], { class: inlines.run_in.css }, 0],
  });
  const standOut = Object.entries(marks).map(([name, tag]) =>
    Mark.create({
      name,
      parseHTML: () => [{ tag }],
      renderHTML: () => [tag, 0],
      addKeyboardShortcuts() {
        return { [KEYS[name]]: () => this.editor.commands.toggleMark(name) };
      },
    }),
  );
  const inALine = [Text, HardBreak, link, ...standOut, ruby, formula, note];
  const lineExtensions = [Document.extend({ content: "paragraph" }), paragraph, ...inALine];
  const lineSchema = getSchema(lineExtensions);

  const wordsIn = (element) =>
    element ? (Reader.fromSchema(lineSchema).parse(element).firstChild.content.toJSON() ?? []) : [];
  const shown = (tag, words) => {
    const made = document.createElement(tag);
    const content = Fragment.fromJSON(lineSchema, words);
    made.append(DOMSerializer.fromSchema(lineSchema).serializeFragment(content));
    return made;
  };
  // Beside what is edited in place; it is edited in a field of its own.
  const captioned = (tag, words) => {
    if (!words.length) return [];
    const made = shown(tag, words);
    made.contentEditable = "false";
    return [made];
  };
  const childOf = (element, tag) => [...element.children].find((each) => each.localName === tag);

  const list = (name, tag) =>
    Node.create({
      name,
      content: "item+",
      addAttributes: () => fields(blocks.list),
      parseHTML: () => [{ tag }],
      renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
    });
  const item = Node.create({
    name: "item",
    content: "paragraph (paragraph|bulletList|orderedList)*",
    defining: true,
    parseHTML: () => [{ tag: selector(blocks.item) }],
    renderHTML: () => [blocks.item.tags[0], 0],
  });
  const caption = blocks.table_caption.tags[0];
  const table = Node.create({
    name: "table",
    content: "row+",
    isolating: true,
    addAttributes: () => ({
      caption: held([], (element) => wordsIn(childOf(element, caption))),
    }),
    parseHTML: () => [{ tag: "table", contentElement: "tbody" }],
    renderHTML: ({ node }) => ["table", ...captioned(caption, node.attrs.caption), ["tbody", 0]],
  });
  const row = Node.create({
    name: "row",
    content: "(cell|headerCell)*",
    parseHTML: () => [{ tag: "tr" }],
    renderHTML: () => ["tr", 0],
  });
  const span = (name) => ({
    default: 1,
    parseHTML: (element) => Number(element.getAttribute(name)) || 1,
    renderHTML: (values) => (values[name] > 1 ? { [name]: values[name] } : {}),
  });
  const cell = (name, tag) =>
    Node.create({
      name,
      content: "(paragraph|bulletList|orderedList|figure)+",
      isolating: true,
      addAttributes: () => ({
        colspan: span("colspan"),
        rowspan: span("rowspan"),
        colwidth: { default: null, rendered: false },
      }),
      parseHTML: () => [{ tag }],
      renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
    });
  const below = blocks.figure_caption.tags[0];
  const figure = Node.create({
    name: "figure",
    atom: true,
    draggable: true,
    addAttributes: () => ({
      ...fields(blocks.figure),
      alt: held("", (element) => element.querySelector("img")?.getAttribute("alt") ?? ""),
      caption: held([], (element) => wordsIn(childOf(element, below))),
    }),
    parseHTML: () => [{ tag: "figure[data-file]" }],
    renderHTML: ({ node, HTMLAttributes }) => [
      "figure",
      HTMLAttributes,
      ["img", { alt: node.attrs.alt, src: pictureAddress(node.attrs.file) }],
      ...captioned(below, node.attrs.caption),
    ],
  });
  const roles = Extension.create({
    name: "roles",
    extendNodeSchema: ({ name }) => ({ tableRole: ROLES[name] }),
  });

  return {
    lineExtensions,
    extensions: [
      Document.extend({
        content:
          "(paragraph|heading|article|annex|signature|bulletList|orderedList|table|figure)+",
      }),
      paragraph,
      heading,
      line("article"),
      line("annex"),
      signature,
      ...inALine,
      runIn,
      list("bulletList", blocks.list.tags[0]),
      list("orderedList", blocks.list.tags[1]),
      item,
      table,
      row,
      cell("cell", blocks.cell.tags[0]),
      cell("headerCell", blocks.cell.tags[1]),
      figure,
      roles,
    ],
  };
}
