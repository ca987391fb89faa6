// What comes from the clipboard is read by the server, by the same table as everything else.
import { Extension, pm } from "../../django_prose_editor/editor.js";

// Pictures written into the markup are lost all the same, and may be larger than a form may be.
const INLINE_PICTURE = /(\ssrc\s*=\s*["']?)data:[^"'\s>]*/gi;
// The editor's own; its text needs no reading.
const INSIDE = "data-pm-slice";

export function paste({ address, token, say }) {
  async function read(view, html, words) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", token());
    if (html) body.set("html", html.replace(INLINE_PICTURE, "$1data:"));
    else body.set("text", words);
    if (pm.tables.isInTable(view.state)) body.set("cell", "");
    let found;
    try {
      const answer = await fetch(address, { method: "POST", body, credentials: "same-origin" });
      found = await answer.json();
    } catch {
      found = { problem: "没有连上服务器。" };
    }
    if (found.problem) {
      view.pasteText(words);
      say(`没有按原来的格式粘贴，只粘贴了文字：${found.problem}`);
    } else {
      view.pasteHTML(found.html);
      say(found.said);
    }
  }

  // Before the library itself looks at it: it would build what was pasted, styles and all.
  function handle(view, event) {
    const { clipboardData } = event;
    if (!clipboardData) return false;
    const html = clipboardData.getData("text/html");
    const words = clipboardData.getData("text/plain");
    if (html.includes(INSIDE)) return false;
    if (!html && !words.includes("\n")) {
      if (words || !clipboardData.files.length) return false;
      say("图片请用“图片”按钮上传，并写明图中内容。");
    } else {
      read(view, html, words);
    }
    event.preventDefault();
    return true;
  }

  return Extension.create({
    name: "foreignPaste",
    addProseMirrorPlugins: () => [
      new pm.state.Plugin({ props: { handleDOMEvents: { paste: handle } } }),
    ],
  });
}
