// Keys: j and k go from message to message; a, x and r (desk.js presses what bears the key) are for the marked one; space ticks it.
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
document.addEventListener("keydown", (event) => {
  if (!rows.length || event.target.closest("input:not([type=checkbox]),textarea,select") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") mark(marked + 1);
  else if (event.key === "k") mark(marked - 1);
  else if (event.key === " " && event.target === rows[marked]) {
    event.preventDefault();
    rows[marked].querySelector("[type=checkbox]").click();
  } else if (event.key === "r" && marked >= 0) {
    event.preventDefault();
    setTimeout(() => rows[marked].querySelector("details[open] textarea")?.focus());
  }
});
const all = document.querySelector("[data-all]");
if (all) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const row of rows) row.querySelector("[type=checkbox]").checked = all.checked;
  });
}
