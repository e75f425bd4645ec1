// Saving while somebody writes: to the server every few seconds, and in this browser until the server has it.
// Two windows and two editors are put together by the server (core/merging.py); nothing is overwritten.

import { isForStrangers, renew } from "../sending.js";

const PAUSE_MILLISECONDS = 1500; // after the last keystroke
const LONGEST_MILLISECONDS = 4000; // after the first one that is not saved
const RETRY_MILLISECONDS = [2000, 4000, 8000, 15000, 30000];
const WAIT_MILLISECONDS = 15000; // for an answer
const LOOK_MILLISECONDS = 10000; // between looks whether somebody else saved
const LINES = ["title", "byline", "source", "credit"];

const same = (one, other) => Object.keys(one).every((name) => one[name] === other[name]);
const line = (text) => text.split(/\s+/).filter(Boolean).join(" ");

/** States: saved, dirty, saving, offline, signed-out, clash, refused. Fires "state". */
export class Keeping extends EventTarget {
  constructor({ form, address, editor, copies, adopt, isBusy }) {
    super();
    Object.assign(this, { form, address, editor, copies, adopt, isBusy });
    this.version = Number(form.elements.version.value);
    this.base = this.#parsed(form.elements.base.value) ?? this.fields;
    this.state = "saved";
    this.told = {};
    this.retries = 0;
    this.flying = null;
    this.lookedAt = Date.now();
    if (!same(this.base, this.fields)) this.changed();
  }

  #parsed(text) {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }

  get fields() {
    const names = ["title", "byline", "source", "credit", "summary", "category", "html"];
    return Object.fromEntries(names.map((name) => [name, this.form.elements[name].value.replace(/\r\n?/g, "\n")]));
  }

  get isDirty() {
    return !same(this.fields, this.base);
  }

  #be(state, told = this.told) {
    this.state = state;
    this.told = told;
    this.dispatchEvent(new Event("state"));
  }

  /** Something was typed. */
  changed() {
    if (!this.isDirty) return;
    this.isKept = this.copies.keep({ version: this.version, base: this.base, fields: this.fields });
    if (this.state === "saved") this.#be("dirty");
    if (this.state === "refused") this.#be("dirty");
    if (this.state === "offline" || this.state === "signed-out") return; // these have clocks of their own
    this.since ??= Date.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), Math.max(0, Math.min(PAUSE_MILLISECONDS, this.since + LONGEST_MILLISECONDS - Date.now())));
  }

  /** Save now what is not saved. True when all of it is. */
  async flush() {
    clearTimeout(this.timer);
    for (let turn = 0; turn < 3 && this.isDirty; turn += 1) {
      if (this.flying) await this.flying;
      else {
        this.flying = this.#send();
        const isDone = await this.flying;
        this.flying = null;
        if (!isDone) return false;
      }
    }
    return !this.isDirty;
  }

  async #send() {
    const sent = this.fields;
    this.since = null;
    this.#be("saving");
    let answer;
    let told;
    try {
      answer = await this.#post(sent);
      if (isForStrangers(answer)) {
        if (!(await this.#renewed())) return false;
        answer = await this.#post(sent);
      }
      if (answer.status >= 500 || !/json/.test(answer.headers.get("Content-Type") ?? "")) throw new Error(String(answer.status));
      told = await answer.json();
    } catch {
      this.#later("offline");
      return false;
    }
    this.retries = 0;
    if (!answer.ok) { this.#be(told.state, told); return false; }
    this.#took(sent, told);
    return true;
  }

  #post(sent, isLast = false) {
    const body = new URLSearchParams({
      ...sent,
      version: this.version,
      base: JSON.stringify(this.base),
      csrfmiddlewaretoken: this.form.elements.csrfmiddlewaretoken.value,
    });
    return fetch(this.address, { method: "POST", body, redirect: "manual", keepalive: isLast, signal: isLast ? undefined : AbortSignal.timeout(WAIT_MILLISECONDS) });
  }

  /** The server has `sent`; what was typed since is still to be saved. */
  #took(sent, told) {
    const isQuiet = same(sent, this.fields) && !this.isBusy();
    if (told.state === "merged" && !isQuiet) {
      // What was sent is part of what is saved now, and the common base of that and of what was typed since.
      this.base = sent;
    } else {
      this.version = told.version;
      this.base = sent;
      if (told.state === "merged") this.#adopt(told.fields);
    }
    this.#settled(told);
  }

  #settled(told) {
    this.form.elements.version.value = this.version;
    this.form.elements.base.value = JSON.stringify(this.base);
    if (this.isDirty) this.changed();
    else this.copies.drop();
    this.copies.told(told.version);
    this.#be(this.isDirty ? "dirty" : "saved", told);
  }

  /** Show what is saved. A line differs only where its words do. */
  #adopt(fields) {
    const now = this.fields;
    const wanted = { ...fields };
    for (const name of LINES) if (line(now[name]) === wanted[name]) wanted[name] = now[name];
    this.adopt(wanted);
    this.base = this.fields;
  }

  /** Somebody may have signed in again in another window: then the form bears the token of that session. */
  async #renewed() {
    const told = await this.#look();
    if (!told) return false;
    renew(told.csrf);
    return true;
  }

  /** What the server has; null when it cannot be asked. */
  async #look() {
    this.lookedAt = Date.now();
    const answer = await fetch(this.address, { redirect: "manual", signal: AbortSignal.timeout(WAIT_MILLISECONDS) });
    if (isForStrangers(answer)) { this.#later("signed-out"); return null; }
    if (!answer.ok) throw new Error(String(answer.status));
    const told = await answer.json();
    if (told.editor !== this.editor) { this.#later("signed-out", { other: true }); return null; }
    return told;
  }

  #later(state, told = this.told) {
    this.#be(state, told);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), RETRY_MILLISECONDS[Math.min(this.retries, RETRY_MILLISECONDS.length - 1)]);
    this.retries += 1;
  }

  /** Somebody may have saved meanwhile: show it, unless something is being written here. */
  async refresh(isWanted = false) {
    if (this.isDirty || this.flying || this.isBusy() || (!isWanted && Date.now() - this.lookedAt < LOOK_MILLISECONDS)) return;
    let told;
    try {
      told = await this.#look();
    } catch {
      return;
    }
    if (!told || this.isDirty || told.version === this.version) return;
    renew(told.csrf);
    const isNew = !same(told.fields, this.base);
    this.version = told.version;
    this.#adopt(told.fields);
    this.form.elements.version.value = this.version;
    this.form.elements.base.value = JSON.stringify(this.base);
    this.#be("saved", isNew ? { ...told, state: "merged" } : told);
  }

  /** Take up a copy that was kept: as if it had been typed now, on the version it was typed on. */
  async takeUp(copy) {
    this.version = copy.version;
    this.base = copy.base;
    this.adopt(copy.fields);
    this.changed();
    return this.flush();
  }

  /** The page is going: one last try that outlives it. */
  leave() {
    if (!this.isDirty || this.state === "clash" || this.state === "refused") return;
    this.#post(this.fields, true).catch(() => {});
  }
}
