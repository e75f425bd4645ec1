// The pictures of a body: sent up, chosen again, described, cut, moved, removed.

import { address as addressOf } from "./body.js";
import { Crop } from "./crop.js";
import { isForStrangers } from "../sending.js";

const SHOWN = /\/desk\/media\/([0-9a-f]{64})-/;

export class Pictures {
  constructor({ paper, islands, bar, cropDialog, address, token, words, tell }) {
    Object.assign(this, { paper, islands, bar, address, token, words, tell });
    this.crop = new Crop(cropDialog);
    this.alt = bar.querySelector("[name=alt]");
    this.alt.addEventListener("input", () => this.#described());
    bar.addEventListener("click", (event) => this.#pressed(event));
    islands.addEventListener("choose", () => {
      this.show();
      if (!bar.hidden) bar.scrollIntoView({ block: "nearest" });
    });
    paper.addEventListener("change", () => {
      this.#mark();
      this.show();
    });
    this.#mark();
  }

  async #asked(url, body) {
    const request = body ? { method: "POST", body, headers: { "X-CSRFToken": this.token() } } : {};
    let answer;
    try {
      answer = await fetch(url, { ...request, redirect: "manual" });
    } catch {
      throw new Error(this.words.noConnection);
    }
    if (isForStrangers(answer)) throw new Error(this.words.signedOut);
    if (answer.status === 413) throw new Error(this.words.tooLarge);
    if (!/json/.test(answer.headers.get("Content-Type") ?? "")) throw new Error(this.words.noConnection);
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.words);
    return told;
  }

  /** What the server tells of a picture; throws an Error in words. */
  upload(file) {
    const body = new FormData();
    body.append("picture", file, file.name);
    return this.#asked(this.address, body);
  }

  get chosen() {
    return this.islands.chosen?.localName === "figure" ? this.islands.chosen : null;
  }

  /** The bar below the picture at hand. */
  show() {
    const figure = this.chosen;
    this.bar.hidden = !figure;
    if (!figure) return;
    const img = figure.querySelector("img");
    this.alt.value = img.alt;
    this.bar.style.top = `${figure.offsetTop + figure.offsetHeight}px`;
  }

  #described() {
    const img = this.chosen?.querySelector("img");
    if (!img) return;
    img.setAttribute("alt", this.alt.value);
    this.paper.changed();
  }

  /** Pictures that nobody has described yet are marked, with the words that ask for it. */
  #mark() {
    this.paper.editor.modifyDocument(() => {
      for (const figure of this.paper.root.querySelectorAll("figure.island")) {
        const isBare = !figure.querySelector("img")?.getAttribute("alt")?.trim();
        if (isBare) figure.dataset.ask = this.words.describe;
        else delete figure.dataset.ask;
      }
    });
  }

  #pressed(event) {
    const deed = event.target.closest("button")?.dataset.deed;
    const figure = this.chosen;
    if (!deed || !figure) return;
    if (deed === "crop") this.cut(figure);
    else if (deed === "up" || deed === "down") { this.paper.move(figure, deed === "up"); this.show(); }
    else if (deed === "remove") this.paper.remove(figure);
  }

  async cut(figure) {
    const img = figure.querySelector("img");
    const digest = SHOWN.exec(img.src)?.[1];
    if (!digest) return;
    try {
      const whole = await this.#asked(`${this.address}/${digest}`);
      const part = await this.crop.ask(whole);
      if (part) {
        this.tell(this.words.cutting);
        const body = new FormData();
        for (const [side, value] of Object.entries(part)) body.append(side, value);
        const told = await this.#asked(`${this.address}/${digest}/crop`, body);
        this.paper.editor.saveUndoState();
        img.setAttribute("src", addressOf(told.sha256, told.extension));
        img.setAttribute("width", told.width);
        img.setAttribute("height", told.height);
        this.paper.changed();
        this.tell("");
      }
    } catch (trouble) {
      this.tell(trouble.message, true);
    }
    if (figure.isConnected) figure.focus({ preventScroll: true });
  }
}
