// What is folded: the part an address points at opens, all can be opened at once, and paper shows everything.
"use strict";

const parts = [...document.querySelectorAll("main details")];
const depths = document.querySelector(".depths");

reveal();
addEventListener("hashchange", reveal);
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (link && link.hash === location.hash) setTimeout(reveal); // the address stays, so nothing else tells of it
});
addEventListener("beforeprint", () => {
  const closed = parts.filter((part) => !part.open);
  for (const part of closed) part.open = true;
  addEventListener("afterprint", () => closed.forEach((part) => (part.open = false)), { once: true });
});
if (depths) {
  depths.hidden = false;
  depths.addEventListener("click", (event) => {
    const button = event.target.closest("[data-depth]");
    if (!button) return;
    for (const part of parts) {
      if (part.matches(".criterion-part")) part.open = button.dataset.depth > 0;
      if (part.matches(".finding")) part.open = button.dataset.depth > 1;
    }
  });
}

function reveal() {
  const target = document.getElementById(location.hash.slice(1));
  if (!target || !target.matches("main details, main details *")) return;
  for (let part = target.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  target.scrollIntoView();
  target.querySelector("summary")?.focus({ preventScroll: true });
}
