// Search boxes that offer what the portal has while one types: a combobox with a list (WAI-ARIA APG,
// the text stays the reader's own until a line is chosen). Without this script they are plain boxes.
const PAUSE = 150;
const LEAST = 1;

function attend(form) {
  const input = form.querySelector("input[name=q]");
  const list = document.createElement("ul");
  const status = document.createElement("span");
  let lines = [];
  let active = -1;
  let timer = 0;
  let asked = null;
  let isComposing = false;

  list.id = `${input.id}-offers`;
  list.className = "offers";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "搜索提示");
  list.hidden = true;
  status.className = "out-of-sight";
  status.setAttribute("role", "status");
  form.append(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  function mark(index) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const line = list.children[active];
    if (!line) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    line.setAttribute("aria-selected", "true");
    line.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", line.id);
  }

  function close() {
    mark(-1);
    list.hidden = true;
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
  }

  function open() {
    if (!lines.length) return;
    list.hidden = false;
    status.textContent = `有${lines.length}条提示，按上下方向键选择`;
    input.setAttribute("aria-expanded", "true");
  }

  function forget() {
    clearTimeout(timer);
    asked?.abort();
    lines = [];
    close();
    list.replaceChildren();
  }

  function choose(index) {
    const { url } = lines[index];
    forget();
    location.assign(url);
  }

  function drawn(line, index) {
    const item = document.createElement("li");
    item.id = `${list.id}-${index}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const words = document.createElement("span");
    const typed = input.value.trim().toLowerCase();
    const start = typed ? line.text.toLowerCase().indexOf(typed) : -1;
    if (start < 0) {
      words.textContent = line.text;
    } else {
      const hit = document.createElement("mark");
      hit.textContent = line.text.slice(start, start + typed.length);
      words.append(line.text.slice(0, start), hit, line.text.slice(start + typed.length));
    }
    const kind = document.createElement("span");
    kind.className = "offer-kind";
    kind.textContent = line.kind;
    item.append(words, kind);
    item.addEventListener("click", () => choose(index));
    return item;
  }

  async function ask() {
    const typed = input.value.trim();
    asked?.abort();
    if (typed.length < LEAST) {
      forget();
      return;
    }
    asked = new AbortController();
    const { signal } = asked;
    try {
      // Without cookies: the answer is the same for everybody, and nobody is known by what they type.
      const address = `${form.dataset.suggest}?${new URLSearchParams({ q: typed })}`;
      const answer = await fetch(address, { signal, credentials: "omit" });
      const given = answer.ok ? (await answer.json()).suggestions : [];
      if (signal.aborted || document.activeElement !== input) return;
      close();
      lines = given;
      list.replaceChildren(...lines.map(drawn));
      open();
    } catch {
      // No network, or a newer question: the box searches all the same.
    }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  }

  input.addEventListener("compositionstart", () => {
    isComposing = true;
  });
  input.addEventListener("compositionend", () => {
    isComposing = false;
    later();
  });
  input.addEventListener("input", () => {
    if (!isComposing) later();
  });
  input.addEventListener("blur", close);
  // The focus stays in the box while a line is pressed.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  form.addEventListener("submit", forget);

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const isOpen = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!lines.length) return;
      event.preventDefault();
      open();
      if (event.altKey) return;
      const last = lines.length - 1;
      if (event.key === "ArrowDown") mark(active < last ? active + 1 : 0);
      else mark(active > 0 ? active - 1 : last);
    } else if (event.key === "Enter" && isOpen && active >= 0) {
      event.preventDefault();
      choose(active);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      close();
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
      mark(-1);
    }
  });
}

document.querySelectorAll("form[data-suggest]").forEach(attend);
