// The tools above the text: what each does, when it can, and how keys reach it.
import * as commands from "./commands.js";

const KINDS = ["paragraph", "heading", "article", "annex", "signature"];

function actions(editor, { addLink, addPicture, focusDetails }) {
  const mark = (name) => ({
    run: () => editor.chain().focus().toggleMark(name).run(),
    isOn: () => editor.isActive(name),
  });
  const list = (name) => ({
    run: () => editor.chain().focus().toggleList(name, "item").run(),
    isOn: () => editor.isActive(name),
  });
  const item = (name) => ({
    run: () => editor.chain().focus()[name]("item").run(),
    can: () => editor.can()[name]("item"),
  });
  const insert = (content) => ({
    run: () => {
      const { to } = editor.state.selection;
      if (!editor.chain().focus().insertContent(content).run()) return;
      editor.commands.setNodeSelection(to);
      focusDetails();
    },
  });
  const table = (name) => ({
    run: () => commands.TABLE[name](editor),
    can: () => editor.isActive("table"),
  });
  return {
    addArticle: { run: () => commands.addArticle(editor) },
    renumber: { run: () => commands.renumber(editor) },
    runIn: {
      run: () => commands.toggleRunIn(editor),
      isOn: () => editor.isActive("runIn"),
      can: () => editor.isActive("heading"),
    },
    strong: mark("strong"),
    em: mark("em"),
    u: mark("u"),
    sup: mark("sup"),
    sub: mark("sub"),
    link: { run: addLink, isOn: () => editor.isActive("link") },
    bulletList: list("bulletList"),
    orderedList: list("orderedList"),
    sink: item("sinkListItem"),
    lift: item("liftListItem"),
    table: { run: () => commands.addTable(editor), can: () => !editor.isActive("table") },
    picture: { run: addPicture },
    note: insert({ type: "note" }),
    ruby: {
      run: () => {
        const { from: start, to: end } = editor.state.selection;
        const base = editor.state.doc.textBetween(start, end);
        insert({ type: "ruby", attrs: { base } }).run();
      },
    },
    undo: { run: () => editor.chain().focus().undo().run(), can: () => editor.can().undo() },
    redo: { run: () => editor.chain().focus().redo().run(), can: () => editor.can().redo() },
    ...Object.fromEntries(Object.keys(commands.TABLE).map((name) => [name, table(name)])),
  };
}

export function tools(editor, bar, helpers) {
  const known = actions(editor, helpers);
  const kinds = bar.querySelector("select");
  const buttons = [...bar.querySelectorAll("button[data-do]")];
  const tableTools = bar.querySelector("[data-table]");

  kinds.addEventListener("change", () => {
    const [kind, level] = kinds.value.split(" ");
    commands.setKind(editor, kind, Number(level));
  });
  for (const button of buttons) {
    // The selection stays where it is.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") known[button.dataset.do].run();
    });
  }

  // One stop for the Tab key; arrows lead from tool to tool.
  const stops = () => [kinds, ...buttons].filter((each) => each.offsetParent);
  let current = kinds;
  const stop = (next) => {
    current.tabIndex = -1;
    current = next;
    current.tabIndex = 0;
  };
  for (const each of buttons) each.tabIndex = -1;
  bar.addEventListener("focusin", (event) => {
    if (event.target.matches("select, button")) stop(event.target);
  });
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") editor.view.focus();
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const all = stops();
    const to = { Home: 0, End: all.length - 1 }[event.key];
    if (!step && to === undefined) return;
    event.preventDefault();
    const at = step ? (all.indexOf(event.target) + step + all.length) % all.length : to;
    all[at].focus();
  });

  function update() {
    tableTools.hidden = !editor.isActive("table");
    for (const button of buttons) {
      const { isOn, can } = known[button.dataset.do];
      if (isOn) button.setAttribute("aria-pressed", String(isOn()));
      button.setAttribute("aria-disabled", String(can ? !can() : false));
    }
    const { parent } = editor.state.selection.$from;
    const kind = KINDS.includes(parent.type.name) ? parent.type.name : "paragraph";
    kinds.value = kind === "heading" ? `heading ${parent.attrs.level}` : kind;
  }
  editor.on("transaction", update);
  update();

  return () => {
    current.focus();
    return true;
  };
}
