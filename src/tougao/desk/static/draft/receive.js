// What comes onto the paper from outside, pasted or dragged: words are cleaned, pictures are sent up and put in their place.

import { figure } from "./body.js";
import { cleaned, plain } from "./paste.js";

const isPicture = (file) => file.type.startsWith("image/") || /\.(?:hei[cf]|avif|tiff?|bmp)$/i.test(file.name);

export class Receiver {
  /** `upload(file)` gives what the server tells of a picture; `tell(words, isTrouble)` shows a sentence. */
  constructor(paper, islands, box, { upload, tell, words }) {
    Object.assign(this, { paper, islands, box, upload, tell, words });
    this.line = document.createElement("div");
    this.line.className = "drop-line";
    this.line.hidden = true;
    box.append(this.line);
    box.addEventListener("paste", (event) => this.#pasted(event), true);
    box.addEventListener("dragover", (event) => this.#over(event), true);
    box.addEventListener("dragleave", (event) => { if (!box.contains(event.relatedTarget)) this.line.hidden = true; });
    box.addEventListener("drop", (event) => this.#dropped(event), true);
    box.addEventListener("dragend", () => { islands.dragged = null; this.line.hidden = true; });
  }

  #pasted(event) {
    const { target, clipboardData: data } = event;
    if (!this.paper.root.contains(target)) return;
    event.stopPropagation();
    if (target.closest?.("figcaption")) return;
    event.preventDefault();
    if (target.closest?.("td,th")) document.execCommand("insertText", false, data.getData("text/plain"));
    else if (target.closest?.(".island")) this.take(data, target.closest(".island"));
    else this.take(data);
  }

  /** Put in what a DataTransfer holds: words rather than a picture of them; after `anchor`, else at the caret. */
  async take(data, anchor = null) {
    const files = [...data.files].filter(isPicture);
    const others = data.files.length - files.length;
    const html = data.getData("text/html");
    const { pieces, left } = html ? cleaned(html) : { pieces: [], left: 0 };
    const hasWords = pieces.some((piece) => typeof piece === "string" && piece.replace(/<[^>]*>/g, "").trim());
    let wanted = pieces;
    if (!hasWords && files.length) wanted = files;
    else if (!wanted.length) wanted = plain(data.getData("text/plain"));
    if (left && !(wanted === files)) this.tell(this.words.left.replace("{count}", left), true);
    if (others && !wanted.length) this.tell(this.words.onlyPictures, true);
    await this.put(wanted, anchor);
  }

  /** Pieces of small HTML and files, in order. */
  async put(pieces, anchor = null) {
    const words = pieces.filter((piece) => typeof piece === "string");
    if (pieces.length === words.length && !anchor) { this.paper.insert(words); return; }
    let run = [];
    let after = anchor;
    const settle = () => {
      if (run.length) after = after ? this.#after(after, run) : this.paper.insert(run);
      run = [];
    };
    const waiting = [];
    for (const piece of pieces) {
      if (typeof piece === "string") run.push(piece);
      else {
        settle();
        waiting.push({ file: piece, after: after ?? this.paper.caretTop });
      }
    }
    settle();
    const put = new Map();
    for (const { file, after: place } of waiting) put.set(place, (await this.picture(file, put.get(place) ?? place)) ?? put.get(place));
  }

  #after(anchor, pieces) {
    const holder = document.createElement("div");
    holder.innerHTML = pieces.join("");
    let last = anchor;
    this.paper.editor.saveUndoState();
    for (const each of [...holder.children]) { last.after(each); last = each; }
    this.paper.changed();
    return last;
  }

  /** Send one picture up and put it after a block; its figure, or null when it was refused. */
  async picture(file, after) {
    this.tell(this.words.sending.replace("{name}", file.name));
    let told;
    try {
      told = await this.upload(file);
    } catch (trouble) {
      this.tell(trouble.message, true);
      return null;
    }
    this.tell("");
    return this.place(told, after);
  }

  place(told, after = this.paper.caretTop) {
    const made = figure({ src: told.address, width: told.width, height: told.height, alt: "" });
    this.paper.insertIsland(made, after);
    made.scrollIntoView({ block: "nearest" });
    made.focus({ preventScroll: true });
    return made;
  }

  // --- drags

  #boundary(event) {
    const blocks = [...this.paper.root.children];
    const next = blocks.find((each) => {
      const { top, height } = each.getBoundingClientRect();
      return event.clientY < top + height / 2;
    });
    return next ?? null;
  }

  #takes(event) {
    return this.islands.dragged || event.dataTransfer.types.includes("Files");
  }

  #over(event) {
    if (!this.#takes(event)) return;
    event.preventDefault();
    event.stopPropagation();
    event.dataTransfer.dropEffect = this.islands.dragged ? "move" : "copy";
    const next = this.#boundary(event);
    const frame = this.box.getBoundingClientRect();
    const edge = next ? next.getBoundingClientRect().top : this.paper.root.lastElementChild.getBoundingClientRect().bottom;
    this.line.style.top = `${edge - frame.top + this.box.scrollTop}px`;
    this.line.hidden = false;
  }

  async #dropped(event) {
    this.line.hidden = true;
    const next = this.#boundary(event);
    const { dragged } = this.islands;
    if (dragged) {
      event.preventDefault();
      event.stopPropagation();
      this.islands.dragged = null;
      if (next === dragged || next === dragged.nextElementSibling) return;
      this.paper.editor.saveUndoState();
      if (next) next.before(dragged);
      else this.paper.root.append(dragged);
      dragged.focus({ preventScroll: true });
      this.paper.changed();
      return;
    }
    if (this.#takes(event)) {
      event.preventDefault();
      event.stopPropagation();
      let after = next ? next.previousElementSibling : this.paper.root.lastElementChild;
      if (!after) {
        after = this.paper.paragraph();
        next.before(after);
      }
      await this.take(event.dataTransfer, after);
    }
  }
}
