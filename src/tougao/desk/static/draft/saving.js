// Saving, as the page shows it and as the page is left: what is saved, what is asked for, what an earlier window kept.

import { Copies } from "./copies.js";
import { Keeping } from "./keeping.js";
import { $ } from "../dom.js";
import { pass } from "../sending.js";

const UNREACHED = ["offline", "signed-out"];

export class Saving {
  constructor({ form, paper, source, words, onSaved }) {
    Object.assign(this, { form, paper, source, words });
    this.status = $("#kept");
    this.shown = "saved";
    this.isLeaving = false;
    this.copies = new Copies(form.dataset.draft, form.dataset.editor, () => this.keeping.refresh(true));
    this.keeping = new Keeping({
      form,
      copies: this.copies,
      address: form.dataset.workingCopy,
      editor: Number(form.dataset.editor),
      adopt: (fields) => this.#adopt(fields),
      isBusy: () => paper.isComposing,
    });
    this.keeping.addEventListener("state", () => {
      this.#show();
      if (this.keeping.state === "saved") onSaved();
    });
    this.#show();
    this.#listen();
  }

  changed() {
    this.keeping.changed();
  }

  flush() {
    return this.keeping.flush();
  }

  #adopt(fields) {
    for (const [name, value] of Object.entries(fields)) {
      if (name === "html") {
        this.paper.adopt(value);
        this.source.value = this.source.hidden ? this.paper.html : value;
      } else if (this.form.elements[name].value !== value) this.form.elements[name].value = value;
    }
  }

  /** What asks for a deed stays in its place while it is tried again. */
  #show() {
    const { keeping, words, status, form } = this;
    const { told } = keeping;
    const state = keeping.state === "saving" && !["saved", "dirty"].includes(this.shown) ? this.shown : keeping.state;
    this.shown = state;
    const by = told.by ?? "";
    const said = {
      saved: () => (told.state === "merged" ? words.merged.replace("{name}", by) : told.at ? words.saved.replace("{time}", told.at) : ""),
      saving: () => words.saving,
      offline: () => (keeping.isKept === false ? words.offlineUnkept : words.offline),
      "signed-out": () => (told.other ? words.otherEditor : words.signedOutKept),
      clash: () => words.clash.replace("{name}", by),
      refused: () => told.words ?? "",
    }[state];
    status.dataset.state = state;
    status.classList.toggle("told", state === "saved" && (told.state === "merged" || Boolean(told.status && told.status !== form.dataset.status)));
    if (said) $("span", status).textContent = said();
    $("a", status).hidden = state !== "signed-out";
    $("button", status).hidden = state !== "clash";
    if (state === "saved" && told.status && told.status !== form.dataset.status) $("span", status).textContent = words.decided;
  }

  #listen() {
    const { form, keeping } = this;
    form.addEventListener("input", (event) => {
      if (!event.target.closest(".reason, .island-bar")) keeping.changed();
    });
    form.addEventListener("focusout", () => { if (keeping.state !== "clash") keeping.flush(); });
    form.addEventListener("submit", (event) => this.#submit(event), true);
    window.addEventListener("beforeunload", (event) => {
      if (keeping.isDirty && !this.isLeaving && !["saving", "dirty"].includes(keeping.state)) event.preventDefault();
    });
    window.addEventListener("pageshow", ({ persisted }) => { if (persisted) this.isLeaving = false; });
    window.addEventListener("pagehide", () => { if (!this.isLeaving) keeping.leave(); });
    const look = () => (keeping.isDirty ? keeping.flush() : keeping.refresh());
    document.addEventListener("visibilitychange", () => (document.hidden ? keeping.flush() : look()));
    window.addEventListener("focus", look);
    document.addEventListener("desk:meanwhile", () => (keeping.isDirty ? keeping.flush() : keeping.refresh(true)));
    window.addEventListener("online", () => keeping.flush());
    document.addEventListener("click", (event) => this.#follow(event));
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
        event.preventDefault();
        keeping.flush();
      }
    });
  }

  /** What is asked for is done on what is saved: first save, then send the form. Nothing is sent into the void. */
  async #submit(event) {
    const { form, keeping } = this;
    if (this.isReady || (!keeping.isDirty && !keeping.flying)) { this.isLeaving = true; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    await keeping.flush();
    if (keeping.isDirty && UNREACHED.includes(keeping.state)) {
      this.status.scrollIntoView({ block: "nearest" });
      return;
    }
    form.elements.copy.value = this.copies.name;
    this.isReady = true;
    try { pass(form, submitter); } finally { this.isReady = false; }
  }

  /** A link leads away once everything is saved. */
  async #follow(event) {
    const link = event.target.closest?.("a[href]");
    const isOwn = link && !link.target && !link.hasAttribute("download") && link.origin === location.origin;
    if (!isOwn || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || !this.keeping.isDirty) return;
    event.preventDefault();
    await this.keeping.flush();
    location.assign(link.href);
  }

  /** Ask about what an earlier window could not save, unless it has been saved since. */
  async askAboutCopies() {
    const { copies, keeping } = this;
    const here = new URL(location.href);
    const saved = here.searchParams.get("kept");
    if (saved) {
      copies.drop(copies.prefix + saved);
      here.searchParams.delete("kept");
      history.replaceState(null, "", here);
    }
    for (const copy of await copies.waiting()) {
      const { fields } = keeping;
      const isSaved = Object.keys(fields).every((name) => copy.fields[name] === fields[name] || copy.fields[name] === copy.base[name]);
      if (isSaved) copies.drop(copy.key);
      else if (!(keeping.isDirty && copy.key === copies.key)) {
        this.#ask(copy);
        return;
      }
    }
  }

  #ask(copy) {
    const question = $("#copy-question");
    const words = copy.fields.html.replace(/<[^>]*>/g, " ").trim().slice(0, 120);
    $("[data-when]", question).textContent = new Date(copy.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    $("[data-excerpt]", question).textContent = `${copy.fields.title} · ${words}…`;
    question.hidden = false;
    $("[data-take]", question).onclick = () => {
      question.hidden = true;
      if (copy.key !== this.copies.key) this.copies.drop(copy.key);
      this.keeping.takeUp(copy);
    };
    $("[data-throw]", question).onclick = () => {
      question.hidden = true;
      this.copies.drop(copy.key);
    };
  }
}
