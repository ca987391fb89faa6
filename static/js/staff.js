// What the back office's theme leaves out for keyboards and screen readers.

const labelOf = (field) => document.querySelector(`label[for="${field.id}"]`)?.textContent.trim();

// A list that is searched while one types is named like the field it stands for.
function nameSearchFields() {
  for (const field of document.querySelectorAll("select.select2-hidden-accessible")) {
    const search = field.nextElementSibling?.querySelector(".select2-search__field");
    if (search && labelOf(field)) search.setAttribute("aria-label", labelOf(field));
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

// A page that waits for a worker looks again, unless nobody is looking at it.
const waiting = document.querySelector("[data-reload]");
if (waiting) {
  const look = () => document.visibilityState === "visible" && window.location.reload();
  window.setInterval(look, Number(waiting.dataset.reload) * 1000);
}

// The theme makes these fields whenever its own script comes to it, and again for each new row.
nameSearchFields();
new MutationObserver(nameSearchFields).observe(document.body, { childList: true, subtree: true });
