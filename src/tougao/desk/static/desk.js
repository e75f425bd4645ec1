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

  // --- the queue: one row is marked; new mails appear by themselves
  const rows = () => $$(".queue li");
  let marked = -1;
  const mark = (number) => {
    const all = rows();
    if (!all.length) return;
    marked = Math.max(0, Math.min(number, all.length - 1));
    all.forEach((row, place) => row.classList.toggle("marked", place === marked));
    $("a", all[marked]).focus({ preventScroll: true });
    all[marked].scrollIntoView({ block: "nearest" });
  };
  if (document.body.dataset.page === "queue") {
    setInterval(async () => {
      if (document.hidden || document.activeElement?.tagName === "INPUT") return;
      try {
        const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
        if (!answer.ok || answer.redirected) return;
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        const old = $("main");
        const next = $("main", fresh);
        const shape = (root) => $$(".queue li a, .tabs a, .note", root).map((each) => each.getAttribute("href") + each.textContent.replace(/\s+/g, " ").replace(/\d+ (minute|hour)s? ago|\d+\s*(分钟|小时)前|just now|刚刚/, "")).join();
        if (next && shape(old) !== shape(next)) {
          const href = marked >= 0 ? $("a", rows()[marked])?.getAttribute("href") : null;
          old.replaceWith(next);
          const place = rows().findIndex((row) => $("a", row).getAttribute("href") === href);
          if (place >= 0) mark(place); else marked = -1;
        }
      } catch { /* the next look will tell */ }
    }, 3000);
  }

  // --- keys
  const keys = $("#keys");
  const press = (key) => {
    const target = $(`[data-key="${key}"]`);
    if (target && target.matches("textarea,input")) { target.scrollIntoView({ block: "center" }); target.focus(); } else if (target) target.click();
    return Boolean(target);
  };
  const deeds = {
    "?": () => keys.showModal(),
    j: () => press("j") || mark(marked + 1),
    k: () => press("k") || mark(marked - 1),
    u: () => undo && undo.isConnected && undo.requestSubmit(),
    "/": () => $("[type=search]")?.focus(),
  };
  for (const key of "arxpsgdbyYmtc") deeds[key] = () => press(key);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input,textarea,select,[contenteditable=true]");
    if (event.key === "Escape" && typing) { typing.blur(); return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || (keys && keys.open)) return;
    const deed = deeds[event.key];
    if (deed) { event.preventDefault(); deed(); }
  });
  $("[data-help]")?.addEventListener("click", () => keys.showModal());
})();
