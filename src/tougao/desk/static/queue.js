// The queue under one's fingers: a row is marked, looked at, ticked; what is ticked is done at a stroke.
import { $, $$ } from "./dom.js";

const OPENED = "desk.opened"; // the draft that was opened last: coming back, it is marked

const rows = () => $$(".queue > li");
const link = (row) => $("a", row);
const box = (row) => $("[name=draft]", row);
let marked = null;

const mark = (row, focus = true) => {
  for (const each of rows()) each.classList.toggle("marked", each === row);
  marked = row || null;
  if (!row) return;
  if (focus) link(row).focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
};
const step = (by) => {
  const all = rows();
  const at = all.indexOf(marked);
  const next = all[Math.max(0, Math.min(at < 0 ? 0 : at + by, all.length - 1))];
  if (!next) return;
  const looking = marked && $(".peek", marked);
  mark(next);
  if (looking && next !== looking.closest("li")) { close(looking.closest("li")); look(next); }
};

// --- look at a text without leaving
const close = (row) => {
  $(".peek", row)?.remove();
  $(".look", row)?.setAttribute("aria-expanded", "false");
};
const look = async (row) => {
  const button = $(".look", row);
  if (!button) return;
  if ($(".peek", row)) { close(row); return; }
  for (const each of rows()) close(each);
  const peek = document.createElement("div");
  peek.className = "peek";
  peek.tabIndex = 0;
  peek.textContent = "…";
  row.append(peek);
  button.setAttribute("aria-expanded", "true");
  try {
    const answer = await fetch(button.dataset.look, { headers: { Accept: "text/html" }, redirect: "manual" });
    if (answer.ok) peek.innerHTML = await answer.text();
    else throw new Error(String(answer.status));
  } catch {
    peek.textContent = $("#list").dataset.trouble;
  }
  row.scrollIntoView({ block: "nearest" });
};

// --- ticks
const bulk = $("#bulk");
const ticked = () => rows().filter((row) => box(row)?.checked);
const count = () => {
  if (!bulk) return;
  const all = ticked();
  for (const row of rows()) row.classList.toggle("is-ticked", Boolean(box(row)?.checked));
  $("[data-ticked]", bulk).textContent = all.length;
  bulk.hidden = all.length === 0;
  document.body.classList.toggle("has-ticked", all.length > 0);
  if (bulk.hidden) for (const each of $$("details", bulk)) each.open = false;
};
const tick = (row, on) => {
  if (!row || !box(row)) return;
  box(row).checked = on;
  count();
};
const tickAll = () => {
  const all = rows().filter(box);
  const on = all.some((row) => !box(row).checked);
  for (const row of all) box(row).checked = on;
  count();
};

const prepare = () => {
  for (const button of $$(".look")) button.hidden = false;
  count();
};

document.addEventListener("change", (event) => { if (event.target.name === "draft") count(); });
document.addEventListener("click", (event) => {
  const button = event.target.closest(".look");
  if (button) { mark(button.closest("li"), false); look(button.closest("li")); return; }
  const opened = event.target.closest(".queue a");
  if (opened) sessionStorage.setItem(OPENED, opened.closest("li").dataset.id);
});
if (bulk) {
  // One panel at a time; the one that opens takes the focus.
  for (const each of $$("details", bulk)) {
    each.addEventListener("toggle", () => {
      if (!each.open) return;
      for (const other of $$("details", bulk)) if (other !== each) other.open = false;
      $("select", each)?.focus();
    });
  }
}

// --- keys
const turn = (by) => {
  const tabs = $$(".tabs a");
  const at = tabs.findIndex((each) => each.hasAttribute("aria-current"));
  tabs[(at + by + tabs.length) % tabs.length]?.click();
};
const DEEDS = {
  j: () => step(1),
  k: () => step(-1),
  x: () => { if (!marked || !marked.isConnected) mark(rows()[0]); tick(marked, marked && !box(marked)?.checked); },
  X: tickAll,
  " ": () => { if (!marked || !marked.isConnected) mark(rows()[0]); if (marked) look(marked); },
  Enter: (from) => { if (from.closest(".queue > li")) mark(from.closest(".queue > li"), false); const row = marked && marked.isConnected ? marked : rows()[0]; if (row) link(row).click(); },
  "[": () => turn(-1),
  "]": () => turn(1),
  Escape: () => {
    for (const each of rows()) close(each);
    const panels = bulk ? $$("details[open]", bulk) : [];
    if (panels.length) { for (const each of panels) each.open = false; link(marked || rows()[0])?.focus(); return; }
    for (const row of ticked()) box(row).checked = false;
    count();
  },
};
document.addEventListener("desk:key", (event) => {
  const { key, target } = event.detail;
  const hasOwn = target.closest("button,summary,.peek a") || (target.closest("a") && !target.closest(".queue"));
  if ((key === " " || key === "Enter") && hasOwn) return;
  if (key === " " && target.closest("[type=checkbox]")) return;
  const deed = DEEDS[key];
  if (deed && (rows().length || key === "[" || key === "]")) { event.preventDefault(); deed(target); }
});
document.body.dataset.handles += `|${Object.keys(DEEDS).join("|")}`;

// The list was drawn anew (live.js): what was marked is marked again.
document.addEventListener("desk:list", (event) => {
  prepare();
  const row = rows().find((each) => each.dataset.id === event.detail);
  mark(row || null, Boolean(row));
});

prepare();
const last = sessionStorage.getItem(OPENED);
const back = last && rows().find((row) => row.dataset.id === last);
if (back) { mark(back); sessionStorage.removeItem(OPENED); }
