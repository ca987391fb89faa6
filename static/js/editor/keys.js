// Keys and what is recognised while one types.
import { Extension, InputRule, pm } from "../../django_prose_editor/editor.js";
import * as commands from "./commands.js";

const NUMERALS = "[〇零一二三四五六七八九十百千]+";
const ARTICLE = new RegExp(`^第${NUMERALS}条(?:之${NUMERALS})?[ 　]$`);
const PART = new RegExp(`^第${NUMERALS}([编章节])[ 　]$`);
const NUMBER = new RegExp(`^(?:${NUMERALS}、|（(?:${NUMERALS}|\\d{1,2})）|\\d{1,3}[.．][ 　])$`);

function rule(find, kinds, become) {
  return new InputRule({
    find,
    handler({ state, range, match }) {
      const { parent } = state.doc.resolve(range.from);
      if (!kinds.includes(parent.type.name) || parent.attrs.number) return null;
      const [name, attrs] = become(match, parent);
      const { tr } = state;
      tr.delete(range.from, range.to);
      tr.setBlockType(range.from, range.from, state.schema.nodes[name], attrs);
      return undefined;
    },
  });
}

export const keys = (focusTools, addLink) =>
  Extension.create({
    name: "keys",
    priority: 1000,
    addInputRules() {
      const number = (match) => match[0].trim();
      const isTop = (match, parent) => [parent.type.name, { ...parent.attrs, number: number(match) }];
      return [
        rule(ARTICLE, ["paragraph"], (match) => ["article", { number: number(match) }]),
        rule(PART, ["paragraph"], (match) => [
          "heading",
          { number: number(match), level: match[1] === "节" ? 2 : 1 },
        ]),
        rule(NUMBER, ["paragraph", "heading"], isTop),
      ];
    },
    addKeyboardShortcuts() {
      const run = (command) => () => command(this.editor);
      const step = (name) => () => this.editor.commands[name]("item");
      return {
        Enter: run(commands.endLine),
        "Mod-Enter": run(commands.addArticle),
        Backspace: run(commands.unnumber),
        Tab: run(commands.nextCell(1)),
        "Shift-Tab": run(commands.nextCell(-1)),
        "Mod-]": step("sinkListItem"),
        "Mod-[": step("liftListItem"),
        "Mod-k": () => addLink(),
        "Alt-F10": () => focusTools(),
      };
    },
    addProseMirrorPlugins: () => [pm.tables.tableEditing()],
  });
