// Keys: / searches, g and a letter goes to a page, j and k walk a list, ? shows them all.
const pages = { h: "/", d: "/dyads", p: "/parties", u: "/undertakings", s: "/stories", a: "/articles", o: "/outlets", r: "/record", q: "/judge" };
const dialog = document.getElementById("keys");
const help = document.getElementById("help");
let going = false;

help.hidden = false;
help.addEventListener("click", () => dialog.showModal());

const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

// The lines that j and k walk: each link or line marked with data-line, else the first link of each list row.
// What is folded away is passed over.
const lines = () => [...document.querySelectorAll("main [data-line], main table.list tbody tr a:first-of-type, main ol.list > li > a:first-of-type")]
  .filter((line) => !line.closest("details:not([open])"));

function walk(step) {
  const all = lines();
  const at = all.indexOf(document.activeElement);
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
  next?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || dialog.open) return;
  if (going) {
    going = false;
    if (pages[event.key]) { event.preventDefault(); location.assign(pages[event.key]); }
    return;
  }
  const acts = {
    "/": () => document.getElementById("find").focus(),
    "?": () => dialog.showModal(),
    g: () => { going = true; setTimeout(() => { going = false; }, 1500); },
    j: () => walk(1),
    k: () => walk(-1),
  };
  if (acts[event.key]) { event.preventDefault(); acts[event.key](); }
});

// What is wider than the page is scrolled by keyboard too.
function reach() {
  for (const box of document.querySelectorAll(".scroll")) {
    const wide = box.scrollWidth > box.clientWidth;
    if (wide && !box.hasAttribute("aria-label")) box.setAttribute("aria-label", "Wide table");
    if (wide) { box.tabIndex = 0; box.setAttribute("role", "group"); } else { box.removeAttribute("tabindex"); }
  }
}
reach();
addEventListener("resize", reach);
