"use strict";
// Keys, the paper one writes on, the countdown of undo. The desk works without this file, only slower.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  document.documentElement.classList.add("js");

  // --- the paper: a body is edited as it looks; the form still sends its HTML
  const source = $("#html");
  const paper = $(".paper");
  const toDesk = (html) => html.replace(/src="media:([0-9a-f]{64})\.(jpg|png)"/g, 'src="/desk/media/$1-720.$2"');
  const toBody = (html) => html.replace(/src="[^"]*\/desk\/media\/([0-9a-f]{64})-\d+\.(jpg|png)"/g, 'src="media:$1.$2"');
  let changed = false;
  if (source && paper && !source.closest("fieldset").disabled) {
    const draw = () => { paper.innerHTML = toDesk(source.value); };
    draw();
    paper.hidden = false;
    source.hidden = true;
    $(".format").hidden = false;
    document.execCommand("defaultParagraphSeparator", false, "p");
    paper.addEventListener("input", () => { changed = true; });
    paper.addEventListener("paste", (event) => {
      event.preventDefault();
      document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
    });
    for (const button of $$("[data-block]")) {
      button.addEventListener("click", () => { document.execCommand("formatBlock", false, button.dataset.block); paper.focus(); changed = true; });
    }
    for (const button of $$("[data-command]")) {
      button.addEventListener("click", () => { document.execCommand(button.dataset.command); paper.focus(); changed = true; });
    }
    $("[data-source]").addEventListener("click", () => {
      if (source.hidden) { if (changed) source.value = toBody(paper.innerHTML); } else { draw(); changed = true; }
      source.hidden = !source.hidden;
      paper.hidden = !paper.hidden;
    });
    $("#draft").addEventListener("submit", () => {
      if (changed && source.hidden) source.value = toBody(paper.innerHTML);
      leaving = true;
    });
  }
  let leaving = false;
  const form = $("#draft");
  if (form) {
    form.addEventListener("input", () => { changed = true; });
    window.addEventListener("beforeunload", (event) => { if (changed && !leaving) event.preventDefault(); });
    // Only the reason that belongs to the pressed button is sent.
    form.addEventListener("submit", (event) => {
      const wanted = event.submitter ? event.submitter.value : "";
      for (const field of $$(".reason", form)) field.disabled = field.dataset.for !== wanted;
    });
    for (const button of $$("[data-reason]", form)) {
      button.hidden = false;
      button.addEventListener("click", () => {
        for (const field of $$(".reason", form)) field.classList.toggle("open", field.dataset.for === button.dataset.reason);
        const text = $(`.reason[data-for="${button.dataset.reason}"] textarea`, form);
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
  const isShown = (element) => element.getClientRects().length > 0;
  const press = (key) => {
    const target = $$(`[data-key="${CSS.escape(key)}"]`).find(isShown);
    if (target) target.click();
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
