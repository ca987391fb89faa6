// Buttons that copy text. They stay hidden where the clipboard cannot be written.
const available = Boolean(navigator.clipboard);

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !available;
  const words = button.lastChild;
  const before = words.textContent;
  const status = button.nextElementSibling;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    words.textContent = "已复制";
    if (status) status.textContent = "已复制到剪贴板";
    setTimeout(() => {
      words.textContent = before;
      if (status) status.textContent = "";
    }, 2000);
  });
}
