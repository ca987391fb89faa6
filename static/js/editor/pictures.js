// A picture is kept by the server first, with what it shows in words, and then stands in the text.
export function pictures(editor, panel, { address, token, say }) {
  const [file, alt] = panel.querySelectorAll("input");
  const put = panel.querySelector("[data-put]");

  const close = () => {
    panel.hidden = true;
    editor.view.focus();
  };

  async function upload() {
    if (!file.files.length || !alt.value.trim()) {
      say(file.files.length ? "请用一句话写明图中内容。" : "请选择图片文件。");
      (file.files.length ? alt : file).focus();
      return;
    }
    const body = new FormData();
    body.set("csrfmiddlewaretoken", token());
    body.set("file", file.files[0]);
    put.disabled = true;
    try {
      const answer = await fetch(address, { method: "POST", body, credentials: "same-origin" });
      const found = await answer.json();
      if (!answer.ok) throw new Error(found.problem);
      const attrs = { file: found.file, alt: alt.value.trim() };
      editor.chain().focus().insertContent({ type: "figure", attrs }).run();
      panel.hidden = true;
      file.value = alt.value = "";
      say("已插入图片。");
    } catch (error) {
      say(error instanceof TypeError ? "没有连上服务器，图片没有上传，请重试。" : error.message);
    } finally {
      put.disabled = false;
    }
  }

  put.addEventListener("click", upload);
  panel.querySelector("[data-close]").addEventListener("click", close);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key !== "Enter" || event.target === put) return;
    if (event.target.matches("input")) event.preventDefault();
    if (event.target === alt) upload();
  });

  return () => {
    panel.hidden = false;
    file.focus();
    return true;
  };
}
