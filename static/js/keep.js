// Sends what is being typed to the server, which keeps it: an ended session loses nothing. Without
// this script what is sent is kept all the same.
const QUIET = 3000;
const LEAST = 10000;

function watch(field) {
  const form = field.form;
  const status = document.createElement("small");
  status.className = "kept-status";
  status.setAttribute("role", "status");
  form.append(status);
  let timer = 0;
  let last = 0;
  let dirty = false;
  let leaving = false;

  const body = () => {
    const given = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") given.append(name, value);
    }
    given.set("action", "keep");
    return given;
  };

  async function send() {
    if (!dirty || leaving) return;
    dirty = false;
    last = Date.now();
    try {
      const answer = await fetch(field.dataset.keep, {
        method: "POST",
        body: body(),
        credentials: "same-origin",
        keepalive: true,
      });
      const time = new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
      status.textContent = answer.ok
        ? `${time} 已自动保存`
        : "没有自动保存，离开本页以前请提交，或者另存一份";
    } catch {
      dirty = true;
      status.textContent = "没有连上服务器，内容还没有自动保存";
    }
  }

  form.addEventListener("input", () => {
    dirty = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(send, Math.max(QUIET, last + LEAST - Date.now()));
  });
  form.addEventListener("submit", () => {
    leaving = true;
    window.clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") send();
  });
}

for (const field of document.querySelectorAll("input[data-keep]")) watch(field);
