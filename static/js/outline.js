// Marks in the outline where the reader is.
const links = [...document.querySelectorAll(".outline a")];
const places = [...new Set(links.map((link) => link.hash.slice(1)))]
  .map((id) => document.getElementById(id))
  .filter(Boolean);

function mark() {
  let here = places[0];
  for (const place of places) {
    if (place.getBoundingClientRect().top > 120) break;
    here = place;
  }
  for (const link of links) {
    if (here && link.hash === `#${here.id}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

if (places.length && "IntersectionObserver" in window) {
  const observer = new IntersectionObserver(mark, { rootMargin: "-120px 0px 0px 0px", threshold: [0, 1] });
  for (const place of places) observer.observe(place);
}

// The outline that lies over the text of a phone closes when the focus is elsewhere: it hides nothing.
for (const pill of document.querySelectorAll(".toc-pill")) {
  document.addEventListener("focusin", (event) => {
    if (!pill.contains(event.target)) pill.open = false;
  });
}
