// What the back office's theme leaves out for keyboards and screen readers.

const labelOf = (field) => document.querySelector(`label[for="${field.id}"]`);

// A list that is searched while one types is named like the field it stands for.
function nameSearchFields() {
  for (const field of document.querySelectorAll("select.select2-hidden-accessible")) {
    const label = labelOf(field);
    const shown = label && field.nextElementSibling;
    if (!shown) continue;
    const words = label.textContent.trim();
    shown.querySelector(".select2-search__field")?.setAttribute("aria-label", words);
    const chosen = shown.querySelector(".select2-selection--single [role=textbox]");
    if (!chosen) continue;
    label.id ||= `${field.id}_label`;
    chosen.setAttribute("aria-label", words);
    chosen.parentElement.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
  }
}

// Every scroll area of the theme bears the same English name, unless it has one before it begins.
const AREAS = { "nav-sidebar-apps": "栏目菜单" };
for (const [place, area] of document.querySelectorAll("[data-simplebar]").entries()) {
  const isList = area.querySelector("#result_list");
  area.dataset.simplebarAriaLabel = AREAS[area.id] || (isList ? "列表" : `可以滚动的内容 ${place + 1}`);
}

// The hints of a list with two sides are pictures with a text.
function nameHints() {
  for (const hint of document.querySelectorAll(".help-tooltip[aria-label]:not([role])")) {
    hint.setAttribute("role", "img");
  }
}

// A link to such a field reaches what can be seen and used.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#id_"]');
  const field = link && document.querySelector(link.hash);
  if (!field?.classList.contains("select2-hidden-accessible")) return;
  event.preventDefault();
  const shown = field.nextElementSibling;
  shown.scrollIntoView({ block: "center" });
  shown.querySelector(".select2-selection, .select2-search__field")?.focus();
});

// The theme opens its menu by a click on a word that no key can reach.
for (const toggle of document.querySelectorAll("span")) {
  if (!toggle.getAttribute("x-on:click")?.startsWith("sidebar")) continue;
  toggle.setAttribute("role", "button");
  toggle.setAttribute("tabindex", "0");
  toggle.setAttribute("aria-label", "展开或收起菜单");
  toggle.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    toggle.click();
  });
}

// The theme shows its page only when its script has run: by then the browser has looked in vain for
// what wants the focus.
const root = document.documentElement;
function putFocus() {
  if (root.hasAttribute("x-cloak")) return;
  shown.disconnect();
  if (document.activeElement === document.body) document.querySelector("[autofocus]")?.focus();
}
const shown = new MutationObserver(putFocus);
shown.observe(root, { attributeFilter: ["x-cloak"] });
putFocus();

// A page that waits for a worker looks again, unless nobody is looking at it.
const waiting = document.querySelector("[data-reload]");
if (waiting) {
  const look = () => document.visibilityState === "visible" && window.location.reload();
  window.setInterval(look, Number(waiting.dataset.reload) * 1000);
}

// The theme makes these fields whenever its own script comes to it, and again for each new row.
function nameAll() {
  nameSearchFields();
  nameHints();
}
nameAll();
new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
