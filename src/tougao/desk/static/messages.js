// Keys: j and k go from message to message; a, # and r (desk.js presses what bears the key) are for the marked one; x and space tick it.
const rows = [...document.querySelectorAll("[data-message]")];
let marked = -1;
const mark = (number) => {
  marked = Math.max(0, Math.min(number, rows.length - 1));
  rows.forEach((row, place) => {
    row.classList.toggle("marked", place === marked);
    for (const each of row.querySelectorAll("[data-deed]")) {
      if (place === marked) each.dataset.key = each.dataset.deed; else delete each.dataset.key;
    }
  });
  rows[marked].focus({ preventScroll: true });
  rows[marked].scrollIntoView({ block: "nearest" });
};
const tick = () => rows[marked]?.querySelector("[type=checkbox]").click();
const DEEDS = {
  j: () => mark(marked + 1),
  k: () => mark(marked - 1),
  x: tick,
  " ": tick,
};
document.addEventListener("desk:key", (event) => {
  const { key, target } = event.detail;
  if (!rows.length || (key === " " && target !== rows[marked])) return;
  if (DEEDS[key]) { event.preventDefault(); DEEDS[key](); }
});
if (rows.length) document.body.dataset.handles += `|${Object.keys(DEEDS).join("|")}`;
// The box of an answer that opens is written in.
for (const each of document.querySelectorAll("[data-message] details")) {
  each.addEventListener("toggle", () => { if (each.open && each.closest(".marked")) each.querySelector("textarea").focus(); });
}
const all = document.querySelector("[data-all]");
if (all) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const row of rows) row.querySelector("[type=checkbox]").checked = all.checked;
  });
}
