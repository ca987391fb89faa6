// Makes an editor of every field that holds a text. Without it the field takes plain lines.
import { Dropcursor, Editor, Gapcursor, History } from "../../django_prose_editor/editor.js";
import { details } from "./details.js";
import { keys } from "./keys.js";
import { paste } from "./paste.js";
import { pictures } from "./pictures.js";
import { extensionsFor } from "./schema.js";
import { tools } from "./tools.js";

function edit(area) {
  const box = area.closest("[data-text-editor]");
  const part = (name) => box.querySelector(`[data-part="${name}"]`);
  const given = box.dataset;
  const vocabulary = JSON.parse(given.vocabulary);
  const status = part("status");
  const token = () => area.form.elements.csrfmiddlewaretoken.value;
  const say = (words) => {
    status.textContent = words ?? "";
  };
  const pictureAddress = (file) => (given.picture ?? "").replace(given.anyFile, file);
  const { extensions, lineExtensions } = extensionsFor(vocabulary, pictureAddress);

  // Made one after the other, and each asks for the others only when it is used.
  let focusTools = () => false;
  let fields = { focus: () => false };
  const addLink = () => {
    if (editor.isActive("link")) return editor.chain().focus().extendMarkRange("link").unsetMark("link").run();
    if (editor.state.selection.empty) {
      say("请先选中要加链接的文字。");
      return true;
    }
    editor.chain().focus().setMark("link", { href: "https://" }).run();
    return fields.focus();
  };

  const write = () => {
    area.value = `<div data-text>${editor.getHTML()}</div>`;
  };
  const label = document.querySelector(`label[for="${area.id}"]`);
  const attributes = { role: "textbox", "aria-multiline": "true", class: "te-text", id: area.id };
  if (label) {
    label.id ||= `${area.id}_label`;
    attributes["aria-labelledby"] = label.id;
    label.addEventListener("click", () => editor.view.focus());
  }
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (area.hasAttribute(name)) attributes[name] = area.getAttribute(name);
  }

  const editor = new Editor({
    element: part("text"),
    extensions: [
      ...extensions,
      History,
      Gapcursor,
      Dropcursor,
      keys(() => focusTools(), addLink),
      ...(given.clean ? [paste({ address: given.clean, token, say })] : []),
    ],
    injectCSS: false,
    content: given.html,
    parseOptions: { preserveWhitespace: "full" },
    editorProps: { attributes },
    onUpdate() {
      write();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });

  fields = details(editor, part("details"), lineExtensions);
  const panel = part("picture");
  const openPictures = given.upload
    ? pictures(editor, panel, { address: given.upload, token, say })
    : () => say("请先保存草稿，再插入图片。");
  focusTools = tools(editor, part("tools"), {
    addLink,
    addPicture: openPictures,
    focusDetails: () => fields.focus(),
  });

  write();
  // Nothing has been changed yet.
  area.defaultValue = area.value;
  area.hidden = true;
  // What leads to the field leads to the editor.
  area.id = `${area.id}_plain`;
  for (const name of ["tools", "text"]) part(name).hidden = false;
  part("plain-help").hidden = true;
  part("help").hidden = false;
}

for (const area of document.querySelectorAll("[data-text-editor] textarea")) edit(area);
