// What the copy room proposes is made of what is saved; it is asked for again when something was.

import { BY_ITSELF } from "../dom.js";

const PAUSE_MILLISECONDS = 800;

export class Proposals {
  constructor(node) {
    this.node = node;
  }

  refresh() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#fetch().catch(() => {}), PAUSE_MILLISECONDS);
  }

  async #fetch() {
    const answer = await fetch(location.pathname, { headers: BY_ITSELF, redirect: "manual" });
    if (!answer.ok || this.node.contains(document.activeElement)) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("copy");
    if (fresh.textContent === this.node.textContent) return;
    const open = new Set([...this.node.querySelectorAll("details[open]")].map((each) => each.className));
    for (const each of fresh.querySelectorAll("details")) if (open.has(each.className)) each.open = true;
    this.node.replaceChildren(...fresh.childNodes);
  }
}
