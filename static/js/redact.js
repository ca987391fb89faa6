// Draw boxes on the picture of a page: each fills a row of the form beneath, in percent.
const figure = document.querySelector("[data-redact]");
const list = document.querySelector("[data-boxes]");
const picture = figure?.querySelector("img");

if (figure && list && picture) {
  const sides = ["left", "top", "right", "bottom"];
  let start = null;
  let drawn = null;

  const place = (event) => {
    const frame = picture.getBoundingClientRect();
    const within = (value) => Math.min(100, Math.max(0, value));
    return [
      within(((event.clientX - frame.left) / frame.width) * 100),
      within(((event.clientY - frame.top) / frame.height) * 100),
    ];
  };
  const box = (one, other) => [
    Math.min(one[0], other[0]), Math.min(one[1], other[1]),
    Math.max(one[0], other[0]), Math.max(one[1], other[1]),
  ];
  const show = (element, [left, top, right, bottom]) => {
    element.style.left = `${left}%`;
    element.style.top = `${(top / 100) * picture.clientHeight}px`;
    element.style.width = `${right - left}%`;
    element.style.height = `${((bottom - top) / 100) * picture.clientHeight}px`;
  };
  const freeRow = () => {
    const rows = [...list.querySelectorAll("[data-box]")];
    const free = rows.find((row) => [...row.querySelectorAll("input")].every((each) => !each.value));
    if (free) return free;
    const added = rows[0].cloneNode(true);
    added.querySelectorAll("input").forEach((each) => { each.value = ""; });
    list.append(added);
    return added;
  };

  picture.draggable = false;
  picture.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    start = place(event);
    drawn = document.createElement("span");
    drawn.className = "st-redact-box";
    figure.append(drawn);
    picture.setPointerCapture(event.pointerId);
  });
  picture.addEventListener("pointermove", (event) => {
    if (start) show(drawn, box(start, place(event)));
  });
  picture.addEventListener("pointerup", (event) => {
    if (!start) return;
    const sidesDrawn = box(start, place(event));
    start = null;
    if (sidesDrawn[2] - sidesDrawn[0] < 0.3 || sidesDrawn[3] - sidesDrawn[1] < 0.2) {
      drawn.remove();
      return;
    }
    const row = freeRow();
    sides.forEach((side, number) => {
      row.querySelector(`[name="${side}"]`).value = sidesDrawn[number].toFixed(2);
    });
  });
}
