// Keys of a list that is only looked through: j and k go along it, Enter opens. Each row is marked by the focus of its first link.
const OPENED = "desk.opened-row"; // where the row that was opened last leads: coming back, it is marked
const rows = [...document.querySelectorAll("ol[data-list] > li, table[data-list] > tbody > tr")].filter((row) => row.querySelector("a"));
const link = (row) => row.querySelector("a");
let marked = null;

const mark = (next) => {
  marked = next;
  for (const row of rows) row.classList.toggle("marked", row === marked);
  link(marked).focus({ preventScroll: true });
  marked.scrollIntoView({ block: "nearest" });
};
const step = (by) => {
  const at = rows.indexOf(marked);
  mark(rows[Math.max(0, Math.min(at < 0 ? 0 : at + by, rows.length - 1))]);
};
const DEEDS = {
  j: () => step(1),
  k: () => step(-1),
  Enter: () => link(marked ?? rows[0]).click(),
};
document.addEventListener("desk:key", (event) => {
  const { key, target } = event.detail;
  if (!rows.length || !DEEDS[key] || (key === "Enter" && target.closest("a,button,summary"))) return;
  event.preventDefault();
  DEEDS[key]();
});
document.addEventListener("click", ({ target }) => {
  const row = target.closest("a") && rows.find((each) => each.contains(target));
  if (row) sessionStorage.setItem(OPENED, link(row).href);
});
window.addEventListener("pageshow", () => {
  const back = rows.find((row) => link(row).href === sessionStorage.getItem(OPENED));
  if (back) mark(back);
  sessionStorage.removeItem(OPENED);
});
if (rows.length) document.body.dataset.handles += `|${Object.keys(DEEDS).join("|")}`;
