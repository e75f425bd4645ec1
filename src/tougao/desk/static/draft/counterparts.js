// Where a paragraph came from: the caret's counterpart in the original is marked, and the other way round.

const PAUSE_MILLISECONDS = 150;
const MARKED_MILLISECONDS = 4000;

export class Counterparts {
  constructor({ form, paper, pane, flush, tell, words }) {
    Object.assign(this, { form, paper, pane, flush, tell, words });
    this.pairs = null;
    this.busy = ""; // what is told where the original could not be asked just now
    this.isStale = true;
    this.waiting = null; // what to mark when another original has opened
    window.addEventListener("message", (event) => this.#heard(event));
    paper.addEventListener("change", () => { this.isStale = true; });
    paper.addEventListener("move", () => this.#soon(() => this.here));
    for (const name of ["title", "byline", "source", "credit"]) form.elements[name].addEventListener("focus", () => this.#soon(() => name));
  }

  /** What the caret is in: the number of a block, or null. */
  get here() {
    const block = document.activeElement?.closest?.(".island") ?? this.paper.caretTop;
    return block && this.paper.root.contains(document.activeElement) ? this.paper.indexOf(block) : null;
  }

  /** Never within the move: while a text of others is taken over the caret moves too, and half of it would be saved. */
  #soon(what) {
    if (!this.pane.source) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#load().then(() => this.#show(what())).catch(() => {}), this.isStale ? 0 : PAUSE_MILLISECONDS);
  }

  async #load() {
    if (!this.isStale) return;
    this.busy = "";
    this.loading ??= (async () => {
      await this.flush();
      const answer = await fetch(this.form.dataset.counterparts, { redirect: "manual" });
      if (answer.ok) {
        this.pairs = (await answer.json()).pairs;
        this.isStale = false;
      } else if (answer.status === 503) this.busy = (await answer.json()).words;
    })().finally(() => { this.loading = null; });
    await this.loading;
  }

  #found(what) {
    const all = (this.pairs ?? []).filter(([ours]) => ours === what);
    return all.find(([, source]) => source === this.pane.source?.number) ?? all[0] ?? null;
  }

  /** Mark in the original what `what` came from; open the file it stands in where that is wanted. */
  async #show(what, isWanted = false) {
    if (what === null) return;
    const found = this.#found(what);
    if (!found) {
      if (isWanted) this.tell(this.busy || this.words.noCounterpart);
      return;
    }
    const [, source, place] = found;
    if (this.pane.source?.number === source) this.#mark(place);
    else if (isWanted) {
      this.waiting = { source, place };
      await this.pane.open(`?pane=original&source=${source}`);
    }
  }

  #mark(place) {
    this.pane.source?.frame.contentWindow?.postMessage({ mark: place }, "*");
  }

  /** Asked for by button or key: go there, wherever it is. */
  async follow() {
    const what = this.here;
    this.isStale ||= !this.pairs;
    await this.#load().catch(() => {});
    await this.#show(what, true);
    if (this.#found(what)) this.pane.dispatchEvent(new Event("wanted"));
    this.pane.node.scrollIntoView({ block: "nearest" });
  }

  async #heard(event) {
    const { source } = this.pane;
    if (!source || event.source !== source.frame.contentWindow) return;
    if (event.data?.ready && this.waiting?.source === source.number) {
      this.#mark(this.waiting.place);
      this.waiting = null;
    }
    if (!Number.isInteger(event.data?.place) ) return;
    await this.#load().catch(() => {});
    const found = (this.pairs ?? []).find(([, number, place]) => number === source.number && place === event.data.place);
    if (!found) this.tell(this.busy || this.words.noCounterpart);
    else if (typeof found[0] === "string") this.#light(this.form.elements[found[0]]);
    else this.#light(this.paper.at(found[0]));
  }

  #light(node) {
    if (!node) return;
    this.tell("");
    const set = (isOn) => this.paper.editor.modifyDocument(() => {
      for (const each of [this.lit, node]) if (each) delete each.dataset.marked;
      if (isOn) node.dataset.marked = "";
    });
    set(true);
    this.lit = node;
    this.pane.dispatchEvent(new Event("left"));
    node.scrollIntoView({ block: "center" });
    clearTimeout(this.dark);
    this.dark = setTimeout(() => set(false), MARKED_MILLISECONDS);
  }
}
