// Counts along where a text has a limit. The server counts each line break as two characters, as
// forms send it.
for (const field of document.querySelectorAll("[data-most]")) {
  const most = Number(field.dataset.most);
  const status = document.createElement("small");
  status.className = "kept-status";
  status.hidden = true;
  field.after(status);
  const count = () => {
    const length = [...field.value.replace(/\r?\n/g, "\r\n")].length;
    const over = length - most;
    status.hidden = length < most * 0.6;
    status.textContent = over > 0
      ? `现有${length}字，最多${most}字，请删减${over}字`
      : `现有${length}字，最多${most}字`;
    if (over > 0) status.setAttribute("role", "status");
    else status.removeAttribute("role");
  };
  field.addEventListener("input", count);
  count();
}
