// Keys, reasons, the countdown of undo. The desk works without this file, only slower.
import "./sending.js";
import "./typed.js";
import { $, $$ } from "./dom.js";

document.documentElement.classList.add("js");

// --- the form of a draft; the paper one writes on stands in draft/
const form = $("#draft");
if (form) {
  // Only the reason that belongs to the pressed button is sent.
  let wanted = "";
  form.addEventListener("submit", (event) => { wanted = event.submitter ? event.submitter.value : ""; });
  form.addEventListener("formdata", ({ formData }) => {
    for (const box of $$(".reason", form)) {
      if (box.dataset.for !== wanted) for (const field of $$("[name]:not(button)", box)) formData.delete(field.name);
    }
  });
  for (const button of $$("[data-reason]", form)) {
    button.hidden = false;
    button.addEventListener("click", () => {
      for (const box of $$(".reason", form)) box.classList.toggle("open", box.dataset.for === button.dataset.reason);
      const first = $(`.reason[data-for="${button.dataset.reason}"] :is([data-templates],[data-reason-text])`, form);
      first.scrollIntoView({ block: "center" });
      first.focus();
    });
  }
}

// --- undo
const undo = $("[data-undo]");
if (undo) {
  let left = Number(undo.dataset.undo);
  const timer = setInterval(() => {
    left -= 1;
    $("[data-seconds]", undo).textContent = left;
    if (left <= 0) { clearInterval(timer); undo.remove(); }
  }, 1000);
}

// --- a key held down is one press, also when the page changes meanwhile: what nobody has seen is not decided
const HELD = "desk.held";
const RELEASED_MILLISECONDS = 700; // longer than a keyboard waits before it repeats
const down = new Set();
const carried = new Map(JSON.parse(sessionStorage.getItem(HELD) ?? "[]").map((code) => [code, performance.now()]));
sessionStorage.removeItem(HELD);
/** Is it the same press that began before this page? */
const isCarried = (code) => {
  const heardAt = carried.get(code);
  if (heardAt === undefined) return false;
  if (performance.now() - heardAt > RELEASED_MILLISECONDS) { carried.delete(code); return false; }
  carried.set(code, performance.now());
  return true;
};
window.addEventListener("keydown", ({ code }) => down.add(code), true);
window.addEventListener("keyup", ({ code }) => { down.delete(code); carried.delete(code); }, true);
window.addEventListener("blur", () => down.clear());
window.addEventListener("pagehide", () => sessionStorage.setItem(HELD, JSON.stringify([...down])));
window.addEventListener("pageshow", ({ persisted }) => { if (persisted) for (const each of [down, carried]) each.clear(); });

// --- keys. A page's own script hears of each first, as "desk:key", and takes it by preventing the default.
const keys = $("#keys");
const MOVES = ["j", "k"]; // these alone may be held, and go along a list
const isOff = document.body.dataset.singleKeys === "off";
const isShown = (element) => element.getClientRects().length > 0 || (element.closest("details:not([open]),[popover]") && !element.closest("[hidden]"));
const press = (key) => {
  const target = $$(`[data-key="${CSS.escape(key)}"]`).find(isShown);
  if (target && target.matches("textarea,input,select")) { target.scrollIntoView({ block: "center" }); target.focus(); } else if (target) target.click();
  return Boolean(target);
};
const search = $("[type=search]");
const deeds = {
  ...(keys && { "?": () => showKeys() }),
  ...($("[data-undoes]") && { u: () => undo && undo.isConnected && undo.requestSubmit() }),
  ...(search && { "/": () => search.focus() }),
};
/** The card, with the keys of this page: those of its elements (a message's while it is marked), and those its scripts say they take. */
const showKeys = () => {
  const heard = (key) => $(`[data-key="${CSS.escape(key)}"],[data-deed="${CSS.escape(key)}"]`) || document.body.dataset.handles.split("|").includes(key);
  for (const key of $$("[data-heard]", keys)) key.hidden = !heard(key.dataset.heard);
  for (const row of $$("dl div", keys)) row.hidden = !$("kbd:not([hidden])", row) || !$(row.dataset.where ?? "*");
  keys.showModal();
};
document.body.dataset.handles = Object.keys(deeds).join("|"); // beside those of the elements with data-key

/** What a key does on this page, from wherever it comes. True when it was taken. */
const take = (event) => {
  if (!document.dispatchEvent(new CustomEvent("desk:key", { detail: event, cancelable: true }))) return true;
  if (event.repeat) return false;
  const deed = deeds[event.key];
  return deed ? deed() !== false : event.key.length === 1 && event.key !== " " && press(event.key);
};

/** Ctrl+Enter presses the button that belongs to what is written. */
const send = (field) => {
  const box = field.closest("fieldset.reason, details, form");
  const target = box && box.id !== "draft" && field.closest("form")?.method === "post" && $("button:not([type=button]):not([hidden])", box);
  if (target) target.click();
  return Boolean(target);
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]),textarea,select,[contenteditable=true]");
  if (event.key === "Escape" && typing) { typing.blur(); return; }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && typing && !event.isComposing) {
    if (!event.repeat && !isCarried(event.code) && send(typing)) event.preventDefault();
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || (keys && keys.open)) return;
  if (isOff && event.key.length === 1) return;
  const isHeld = isCarried(event.code) || event.repeat;
  if (isHeld && !MOVES.includes(event.key)) { event.preventDefault(); return; }
  if (take({ key: event.key, target: event.target, repeat: isHeld })) event.preventDefault();
});
// A key pressed in the frame of an original, which tells only single ones (draft/pane.js).
document.addEventListener("desk:framed-key", ({ detail: key }) => {
  if (!isOff && keys && !keys.open) take({ key, target: document.body, repeat: false });
});
$("[data-help]")?.addEventListener("click", showKeys);
