// Rows of a form are moved up and down; their numbers follow. Without this file one writes the numbers.
const form = document.querySelector("[data-rows]");
const rows = () => [...form.querySelectorAll("[data-row]")];
const count = () => rows().forEach((row, place) => {
  row.querySelector("[name=order]").value = place + 1;
  for (const each of row.querySelectorAll("[data-place]")) each.value = place;
});
if (form) {
  for (const each of form.querySelectorAll(".movers")) each.hidden = false;
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    const row = button.closest("[data-row]");
    const all = rows();
    const other = all[all.indexOf(row) + Number(button.dataset.move)];
    if (!other) return;
    if (button.dataset.move === "1") other.after(row); else other.before(row);
    count();
    button.focus();
    row.scrollIntoView({ block: "nearest" });
  });
}
