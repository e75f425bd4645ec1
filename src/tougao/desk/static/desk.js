"use strict";
// Keys, reasons, the countdown of undo. The desk works without this file, only slower.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  document.documentElement.classList.add("js");

  // --- the form of a draft; the paper one writes on stands in draft/
  const form = $("#draft");
  if (form) {
    // Only the reason that belongs to the pressed button is sent.
    form.addEventListener("submit", (event) => {
      const wanted = event.submitter ? event.submitter.value : "";
      for (const field of $$(".reason", form)) field.disabled = field.dataset.for !== wanted;
    });
    for (const button of $$("[data-reason]", form)) {
      button.hidden = false;
      button.addEventListener("click", () => {
        for (const field of $$(".reason", form)) field.classList.toggle("open", field.dataset.for === button.dataset.reason);
        const text = $(`.reason[data-for="${button.dataset.reason}"] [data-reason-text]`, form);
        text.scrollIntoView({ block: "center" });
        text.focus();
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

  // --- keys. A page's own script hears of each first, as "desk:key", and takes it by preventing the default.
  const keys = $("#keys");
  const isShown = (element) => element.getClientRects().length > 0 || (element.closest("details:not([open])") && !element.closest("[hidden]"));
  const press = (key) => {
    const target = $$(`[data-key="${CSS.escape(key)}"]`).find(isShown);
    if (target && target.matches("textarea,input")) { target.scrollIntoView({ block: "center" }); target.focus(); } else if (target) target.click();
    return Boolean(target);
  };
  const deeds = {
    "?": () => keys.showModal(),
    u: () => undo && undo.isConnected && undo.requestSubmit(),
    "/": () => $("[type=search]")?.focus(),
  };
  document.body.dataset.handles = Object.keys(deeds).join("|"); // beside those of the elements with data-key
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]),textarea,select,[contenteditable=true]");
    if (event.key === "Escape" && typing) { typing.blur(); return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || (keys && keys.open)) return;
    if (!document.dispatchEvent(new CustomEvent("desk:key", { detail: event, cancelable: true }))) { event.preventDefault(); return; }
    const deed = deeds[event.key];
    if (deed ? deed() !== false : event.key.length === 1 && event.key !== " " && press(event.key)) event.preventDefault();
  });
  $("[data-help]")?.addEventListener("click", () => keys.showModal());
})();
