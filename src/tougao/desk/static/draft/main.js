// The page of a draft: the paper, saving, pictures, where things came from. Each has a file of its own; here they meet.

import { Copies } from "./copies.js";
import { Counterparts } from "./counterparts.js";
import { Islands } from "./islands.js";
import { Keeping } from "./keeping.js";
import { Pane } from "./pane.js";
import { Paper } from "./paper.js";
import { Pictures } from "./pictures.js";
import { Receiver } from "./receive.js";
import { Toolbar } from "./toolbar.js";

const $ = (selector, root = document) => root.querySelector(selector);
const form = $("#draft");
const words = JSON.parse($("#draft-words").textContent);
const source = form.elements.html;
const box = $(".paper-box");

const pane = new Pane($("[data-pane]"), { before: () => keeping?.flush() });

// --- the paper
let paper = null;
let keeping = null;
const isEditable = Boolean(box);

if (isEditable) {
  box.hidden = false;
  source.hidden = true;
  paper = new Paper($(".paper", box), source.value);
  const islands = new Islands(paper, box);
  const note = $(".paper-note", box);
  const tell = (text, isTrouble = false) => {
    note.textContent = text;
    note.hidden = !text;
    note.classList.toggle("error", isTrouble);
  };
  const write = () => { source.value = paper.html; };
  paper.addEventListener("change", () => {
    write();
    keeping?.changed();
  });

  const pictures = new Pictures({
    paper, islands, tell, words,
    bar: $(".picture-bar", box),
    cropDialog: $("#crop"),
    addresses: { add: form.dataset.pictures },
    token: () => form.elements.csrfmiddlewaretoken.value,
  });
  const receiver = new Receiver(paper, islands, box, { upload: (file) => pictures.upload(file), tell, words });

  const tableBar = $(".table-bar", box);
  const showBars = () => {
    pictures.show();
    const table = islands.chosen?.localName === "table" ? islands.chosen : null;
    tableBar.hidden = !table;
    if (table) tableBar.style.top = `${table.offsetTop + table.offsetHeight}px`;
  };
  islands.addEventListener("choose", showBars);
  paper.addEventListener("change", showBars);
  tableBar.addEventListener("mousedown", (event) => { if (event.target.closest("button")) event.preventDefault(); });
  tableBar.addEventListener("click", (event) => {
    const table = islands.chosen;
    const deed = event.target.closest("button")?.dataset.deed;
    if (!table || !deed) return;
    const deeds = {
      above: () => islands.row(true), below: () => islands.row(false), before: () => islands.column(true), after: () => islands.column(false),
      "less-row": () => islands.removeRow(), "less-column": () => islands.removeColumn(), head: () => islands.head(),
      up: () => paper.move(table, true), down: () => paper.move(table, false), remove: () => paper.remove(table),
    };
    deeds[deed]();
    showBars();
  });

  // --- the dialogs of the toolbar
  const linkDialog = $("#link");
  const askLink = async () => {
    const range = paper.range.cloneRange();
    const there = paper.link;
    const input = $("input", linkDialog);
    input.value = there?.getAttribute("href") ?? "";
    $("[value=remove]", linkDialog).hidden = !there;
    linkDialog.returnValue = "";
    linkDialog.showModal();
    await new Promise((done) => linkDialog.addEventListener("close", done, { once: true }));
    paper.root.focus({ preventScroll: true });
    paper.editor.setSelection(range);
    const given = input.value.trim();
    if (linkDialog.returnValue === "remove") paper.setLink("");
    else if (linkDialog.returnValue === "set" && given) paper.setLink(/^[a-z]+:/i.test(given) ? given : given.includes("@") ? `mailto:${given}` : `https://${given}`);
  };
  const picker = $("#pick-picture");
  const choose = $("#choose-picture");
  const askPicture = () => {
    const place = paper.caretTop;
    const known = [...document.querySelectorAll("[data-picture]")].map((each) => JSON.parse(each.dataset.picture));
    const list = $("ul", choose);
    const sendUp = () => { picker.place = place; picker.click(); };
    if (!known.length) { sendUp(); return; }
    list.replaceChildren(...known.map((told) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      const img = new Image();
      img.src = told.thumbnail;
      img.alt = "";
      button.append(img, told.caption || told.name);
      button.addEventListener("click", () => {
        choose.close();
        receiver.place(told, place);
      });
      item.append(button);
      return item;
    }));
    $("[data-send]", choose).onclick = () => { choose.close(); sendUp(); };
    choose.showModal();
  };
  picker.addEventListener("change", async () => {
    await receiver.put([...picker.files], picker.place);
    picker.value = "";
  });

  // --- the body as HTML, for whoever would rather
  const showSource = () => {
    const isSource = !source.hidden;
    if (isSource) { paper.load(source.value); write(); } else write();
    source.hidden = isSource;
    paper.root.hidden = !isSource;
    for (const button of box.querySelectorAll(".format button:not([data-do=html])")) button.hidden = !isSource;
    (isSource ? paper.root : source).focus();
  };

  const deeds = {
    p: () => paper.block("p"), h2: () => paper.block("h2"), h3: () => paper.block("h3"),
    b: () => paper.mark("b"), i: () => paper.mark("i"), quote: () => paper.quote(), ul: () => paper.list("ul"), ol: () => paper.list("ol"),
    link: askLink, picture: askPicture, table: () => paper.insertTable().querySelector("th").focus(),
    undo: () => paper.undo(), redo: () => paper.redo(), origin: () => counterparts.follow(), html: showSource,
  };
  new Toolbar($(".format", box), paper, deeds);
  const keys = { k: "link", "alt+0": "p", "alt+2": "h2", "alt+3": "h3", "shift+7": "ol", "shift+8": "ul", "shift+9": "quote", "alt+o": "origin" };
  box.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.isComposing) return;
    const key = (/^Digit\d$/.test(event.code) ? event.code.slice(-1) : event.key).toLowerCase();
    const deed = keys[`${event.altKey ? "alt+" : ""}${event.shiftKey ? "shift+" : ""}${key}`];
    if (!deed || event.target.closest(".island")) return;
    event.preventDefault();
    event.stopPropagation();
    deeds[deed]();
  }, true);
}

const counterparts = new Counterparts({ form, paper, pane, flush: () => keeping?.flush() });

// --- saving
if (isEditable) {
  const status = $("#kept");
  const copies = new Copies(form.dataset.draft, form.dataset.editor, () => keeping.refresh(true));
  const adopt = (fields) => {
    for (const [name, value] of Object.entries(fields)) {
      if (name === "html") { paper.adopt(value); source.value = source.hidden ? paper.html : value; }
      else if (form.elements[name].value !== value) form.elements[name].value = value;
    }
  };
  keeping = new Keeping({
    form, copies, adopt,
    address: form.dataset.workingCopy,
    editor: Number(form.dataset.editor),
    isBusy: () => paper.isComposing,
  });
  const show = () => {
    const { state, told } = keeping;
    const by = told.by ?? "";
    const said = {
      saved: told.state === "merged" ? words.merged.replace("%s", by) : told.at ? words.saved.replace("%s", told.at) : "",
      dirty: "", saving: words.saving, offline: keeping.isKept === false ? words.offlineUnkept : words.offline,
      "signed-out": told.other ? words.otherEditor : words.signedOutKept,
      clash: words.clash.replace("%s", by), refused: told.words ?? "",
    }[state];
    status.dataset.state = state;
    if (said || state !== "dirty") $("span", status).textContent = said;
    $("a", status).hidden = state !== "signed-out";
    $("button", status).hidden = state !== "clash";
    if (told.status && told.status !== form.dataset.status && state === "saved") $("span", status).textContent = words.decided;
  };
  keeping.addEventListener("state", show);
  show();
  form.addEventListener("input", (event) => {
    if (event.target === source) { /* the body as HTML */ }
    if (event.target.closest(".reason") || event.target.name === "alt") return;
    keeping.changed();
  });
  form.addEventListener("focusout", () => keeping.flush());

  // What is asked for is done on what is saved: first save, then send the form.
  let isReady = false;
  let isLeaving = false;
  form.addEventListener("submit", async (event) => {
    if (isReady) { isLeaving = true; return; }
    if (!keeping.isDirty && !keeping.flying) { isLeaving = true; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    await keeping.flush();
    if (keeping.isDirty && (keeping.state === "offline" || keeping.state === "signed-out")) {
      status.scrollIntoView({ block: "nearest" });
      return;
    }
    form.elements.copy.value = copies.name;
    isReady = true;
    form.requestSubmit(submitter);
    isReady = false;
  }, true);
  window.addEventListener("beforeunload", (event) => {
    if (keeping.isDirty && !isLeaving && keeping.state !== "saving" && keeping.state !== "dirty") event.preventDefault();
  });
  window.addEventListener("pagehide", () => { if (!isLeaving) keeping.leave(); });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) keeping.flush();
    else if (keeping.isDirty) keeping.flush();
    else keeping.refresh();
  });
  window.addEventListener("focus", () => (keeping.isDirty ? keeping.flush() : keeping.refresh()));
  window.addEventListener("online", () => keeping.flush());
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || link.target || link.hasAttribute("download") || !keeping.isDirty || link.origin !== location.origin) return;
    event.preventDefault();
    await keeping.flush();
    location.assign(link.href);
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); keeping.flush(); }
  });

  // --- what an earlier window could not save
  const question = $("#copy-question");
  const saved = new URLSearchParams(location.search).get("kept");
  if (saved) {
    copies.drop(copies.prefix + saved);
    history.replaceState(null, "", location.pathname + location.hash);
  }
  const fields = keeping.fields;
  for (const copy of (await copies.waiting())) {
    const isSaved = Object.keys(fields).every((name) => copy.fields[name] === fields[name] || copy.fields[name] === copy.base[name]);
    if (isSaved) { copies.drop(copy.key); continue; }
    if (keeping.isDirty && copy.key === copies.key) continue;
    $("[data-when]", question).textContent = new Date(copy.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    $("[data-excerpt]", question).textContent = `${copy.fields.title} · ${copy.fields.html.replace(/<[^>]*>/g, " ").trim().slice(0, 120)}…`;
    question.hidden = false;
    $("[data-take]", question).onclick = async () => {
      question.hidden = true;
      if (copy.key !== copies.key) copies.drop(copy.key);
      await keeping.takeUp(copy);
    };
    $("[data-throw]", question).onclick = () => {
      question.hidden = true;
      copies.drop(copy.key);
    };
    break;
  }
}

// --- a thumb on a phone: what is pressed while writing stands above its keyboard
if (window.visualViewport) {
  const place = () => document.documentElement.style.setProperty("--keyboard", `${Math.max(0, innerHeight - visualViewport.height - visualViewport.offsetTop)}px`);
  visualViewport.addEventListener("resize", place);
  visualViewport.addEventListener("scroll", place);
}
document.documentElement.dataset.draft = "ready";
