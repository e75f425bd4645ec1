// Words that somebody writes once (a reason, a comment, an answer) are kept in this browser until the server has them: those of
// fields with data-keep, each under the name it gives. They come back only where the server still shows what they were written
// over; on fields that several people fill in, choose from or save anew, nothing is laid. A draft's text: draft/copies.js.
import { $$ } from "./dom.js";

const PREFIX = "tougao-typed:";
const SENT = "tougao-sent"; // in this tab: what left with its last form, as [key, words]
const OLD_MILLISECONDS = 30 * 24 * 3600 * 1000;
const { editor } = document.querySelector("#held")?.dataset ?? {};

// A browser may refuse either store: then nothing is kept.
const read = (key, store = "localStorage") => {
  try { return JSON.parse(window[store].getItem(key)); } catch { return null; }
};
const write = (key, told, store = "localStorage") => {
  try { if (told) window[store].setItem(key, JSON.stringify(told)); else window[store].removeItem(key); } catch { /* not kept */ }
};
const keys = () => {
  try { return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)); } catch { return []; }
};
const key = (field) => `${PREFIX}${editor}:${field.dataset.keep}`;

/** The answer to what left this tab is here: what was done is forgotten, unless more has been written since. */
const settle = (isDone) => {
  for (const [name, words] of read(SENT, "sessionStorage") ?? []) if (isDone && read(name)?.value === words) write(name, null);
  write(SENT, null, "sessionStorage");
};
// Every deed that is done leads on; the page it leads to says whether it was (templates/desk/base.html).
const [arrival] = performance.getEntriesByType("navigation");
settle(arrival?.redirectCount > 0 && document.body.dataset.answer === "done");
window.addEventListener("pageshow", (event) => { if (event.persisted) settle(false); });

for (const each of keys()) {
  const told = read(each);
  if (typeof told?.from !== "string" || !(told.at > Date.now() - OLD_MILLISECONDS)) write(each, null);
}

if (editor) {
  const begun = new Map(); // what the server has in a field; a page that shows back what it refused shows something else
  for (const field of $$("[data-keep]")) {
    const told = read(key(field));
    const shown = field.defaultValue;
    begun.set(field, told?.value === shown ? told.from : shown);
    if (told?.from !== shown || field.value !== shown) continue;
    field.value = told.value;
    field.closest(".reason")?.classList.add("open");
    const panel = field.closest("details");
    if (panel && !panel.closest("#bulk")) panel.open = true;
  }
  document.addEventListener("input", ({ target: field }) => {
    if (!field.dataset?.keep) return;
    const from = begun.get(field) ?? field.defaultValue;
    write(key(field), field.value === from ? null : { from, value: field.value, at: Date.now() });
  });
  document.addEventListener("desk:sent", ({ detail: { form, submitter } }) => {
    // Where a box has a button of its own, its words go with that button alone.
    const went = $$("[data-keep]", form).filter((field) => field.closest("fieldset.reason, details, form").contains(submitter ?? form));
    write(SENT, went.map((field) => [key(field), field.value]), "sessionStorage");
  });
}
