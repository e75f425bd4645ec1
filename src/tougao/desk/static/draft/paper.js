// The paper one writes on: Squire for words, lists and quotations; pictures and tables are islands in it (islands.js).

import Squire from "../vendor/squire.js";
import { Source, blocks, parted, shown, table } from "./body.js";

const PAUSE_MILLISECONDS = 700; // of typing, after which undo goes back to here
const OFF = ["u", "d", "Shift-7", "[", "]"]; // keys of Squire's for what the small HTML has not

export const isIsland = (node) => node?.nodeType === Node.ELEMENT_NODE && node.classList.contains("island");
const isEmpty = (node) => !node.textContent.replace(/\u200b/g, "").trim() && !node.querySelector("img") && !isIsland(node);

export class Paper extends EventTarget {
  /** Fires "change" when its HTML has changed, "move" when the caret or the chosen island has. */
  constructor(root, html) {
    super();
    this.root = root;
    this.isComposing = false;
    this.isLoading = false;
    this.editor = new Squire(root, {
      blockTag: "P",
      addLinks: false,
      sanitizeToDOMFragment: (given) => this.#fragment(given),
      didError: (trouble) => setTimeout(() => { throw trouble; }),
    });
    const key = /Mac|iP(?:ad|hone)/.test(navigator.userAgent) ? "Meta-" : "Ctrl-";
    for (const each of OFF) this.editor.setKeyHandler(key + each, null);
    for (const each of ["PageUp", "PageDown"]) this.editor.setKeyHandler(each, null);
    this.load(html);
    root.addEventListener("compositionstart", () => { this.isComposing = true; });
    root.addEventListener("compositionend", () => { this.isComposing = false; this.#changed(); });
    this.editor.addEventListener("input", () => this.#changed());
    this.editor.addEventListener("pathChange", () => this.dispatchEvent(new Event("move")));
    this.editor.addEventListener("cursor", () => this.dispatchEvent(new Event("move")));
  }

  // --- the body

  get html() {
    return this.source.written(this.root);
  }

  /** Show another body; undo begins anew. */
  load(html) {
    this.isLoading = true;
    this.editor.setHTML(html);
    this.isLoading = false;
    this.tidy();
    this.source = new Source(html, this.root);
    this.last = this.html;
  }

  /** Take over what was merged elsewhere; the caret stays where its words are. */
  adopt(html) {
    if (html === this.html) return;
    const place = this.#place();
    this.load(html);
    this.#settle(place);
    this.#changed();
  }

  #fragment(html) {
    if (this.isLoading) return shown(html, true);
    const template = document.createElement("template");
    template.innerHTML = html;
    const made = blocks(template.content);
    if (made.length > 1 || !/^<p>/.test(made[0] ?? "<p>")) return shown(made.join(""));
    template.innerHTML = made.length ? made[0].slice(3, -4) : "";
    return template.content;
  }

  #changed() {
    if (this.isComposing) { this.dispatchEvent(new Event("typing")); return; }
    this.tidy();
    const html = this.html;
    if (html === this.last) return;
    this.last = html;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.remember(), PAUSE_MILLISECONDS);
    this.dispatchEvent(new Event("change"));
  }

  /** Here undo will come back to. */
  remember() {
    clearTimeout(this.pause);
    if (this.isComposing || document.activeElement !== this.root) return;
    this.editor.modifyDocument(() => this.editor.saveUndoState());
  }

  /** A place to write below a last island; no stray break in an empty caption. */
  tidy() {
    this.editor.modifyDocument(() => {
      for (const caption of this.root.querySelectorAll("figcaption")) {
        if (!caption.textContent && caption.firstChild && document.activeElement !== caption) caption.replaceChildren();
      }
      if (!this.root.lastElementChild || isIsland(this.root.lastElementChild)) this.root.append(this.paragraph());
    });
  }

  paragraph() {
    const made = document.createElement("p");
    made.append(document.createElement("br"));
    return made;
  }

  // --- the caret

  top(node) {
    while (node && node.parentNode !== this.root) node = node.parentNode;
    return node;
  }

  get range() {
    return this.editor.getSelection();
  }

  get caretTop() {
    const { startContainer, startOffset } = this.range;
    return startContainer === this.root ? this.root.children[Math.min(startOffset, this.root.children.length - 1)] : this.top(startContainer);
  }

  put(node, isAtEnd = false) {
    const range = document.createRange();
    range.selectNodeContents(node);
    range.collapse(!isAtEnd);
    const last = isAtEnd ? node.lastChild : null;
    if (last?.localName === "br") range.setStartBefore(last);
    this.root.focus({ preventScroll: true });
    this.editor.setSelection(range);
    node.scrollIntoView?.({ block: "nearest" });
  }

  #put(node, offset) {
    const range = document.createRange();
    range.setStart(node, offset);
    range.collapse(true);
    this.editor.setSelection(range);
  }

  /** The caret as a place among the words: which block, how many characters in, and what the block says. */
  #place() {
    if (document.activeElement !== this.root) return null;
    const { startContainer, startOffset } = this.range;
    const top = this.caretTop;
    if (!top) return null;
    const before = document.createRange();
    before.setStart(top, 0);
    before.setEnd(startContainer, startOffset);
    return { index: [...this.root.children].indexOf(top), offset: before.toString().length, words: top.textContent };
  }

  #settle(place) {
    if (!place) return;
    const all = [...this.root.children];
    const same = all.filter((each) => each.textContent === place.words);
    const target = same.sort((one, other) => Math.abs(all.indexOf(one) - place.index) - Math.abs(all.indexOf(other) - place.index))[0] ?? all[Math.min(place.index, all.length - 1)];
    const walker = document.createTreeWalker(target, NodeFilter.SHOW_TEXT);
    let left = place.offset;
    while (walker.nextNode()) {
      if (left <= walker.currentNode.length) {
        this.#put(walker.currentNode, left);
        return;
      }
      left -= walker.currentNode.length;
    }
    if (!isIsland(target)) this.put(target, true);
  }

  // --- what the toolbar and the keys ask for

  /** Which of p, h2, h3, b, i, sub, sup, a, ul, ol, blockquote, table, figure the caret stands in. */
  get standing() {
    const names = new Set();
    const active = this.root.contains(document.activeElement) && document.activeElement !== this.root ? document.activeElement : null;
    for (let node = active ?? this.range.startContainer; node && node !== this.root; node = node.parentNode) {
      if (node.nodeType === Node.ELEMENT_NODE) names.add(node.localName);
    }
    return names;
  }

  /** Do something to each run of text blocks in what is selected, leaving the islands between them alone. */
  #each(deed) {
    const range = this.range;
    const tops = [...this.root.children].filter((each) => range.intersectsNode(each));
    if (!tops.some(isIsland)) return deed();
    const runs = [];
    for (const top of tops) {
      if (isIsland(top)) runs.push([]);
      else if (runs.length) runs.at(-1).push(top);
      else runs.push([top]);
    }
    for (const run of runs.filter((each) => each.length)) {
      const part = document.createRange();
      part.selectNodeContents(run[0]);
      part.setEnd(run.at(-1), run.at(-1).childNodes.length);
      if (part.compareBoundaryPoints(Range.START_TO_START, range) < 0) part.setStart(range.startContainer, range.startOffset);
      if (part.compareBoundaryPoints(Range.END_TO_END, range) > 0) part.setEnd(range.endContainer, range.endOffset);
      this.editor.setSelection(part);
      deed();
    }
    return undefined;
  }

  mark(tag) {
    const cell = document.activeElement?.closest?.("td,th");
    if (cell && this.root.contains(cell)) return document.execCommand({ b: "bold", i: "italic", sub: "subscript", sup: "superscript" }[tag]);
    const has = this.editor.hasFormat(tag.toUpperCase());
    const other = { sub: "SUP", sup: "SUB" }[tag];
    return this.#each(() => this.editor.changeFormat(has ? null : { tag: tag.toUpperCase() }, has ? { tag: tag.toUpperCase() } : other ? { tag: other } : null));
  }

  block(tag) {
    this.#each(() => {
      if (this.standing.has("ul") || this.standing.has("ol")) this.editor.removeList();
      const range = this.range.cloneRange();
      const ends = [range.startContainer, range.startOffset, range.endContainer, range.endOffset];
      this.editor.saveUndoState();
      const found = [];
      this.editor.forEachBlock((each) => { found.push(each); }, false);
      for (const each of found) {
        if (each.localName === tag || !/^(?:p|div|h2|h3)$/.test(each.localName)) continue;
        const made = document.createElement(tag);
        if (each.dataset.n) made.dataset.n = each.dataset.n;
        made.append(...each.childNodes);
        for (const place of [0, 2]) if (ends[place] === each) ends[place] = made;
        each.replaceWith(made);
      }
      range.setStart(ends[0], ends[1]);
      range.setEnd(ends[2], ends[3]);
      this.editor.focus().setSelection(range);
    });
    this.#changed();
  }

  list(tag) {
    const isThere = this.standing.has(tag);
    this.#each(() => (isThere ? this.editor.removeList() : tag === "ul" ? this.editor.makeUnorderedList() : this.editor.makeOrderedList()));
  }

  quote() {
    const isThere = this.standing.has("blockquote");
    this.#each(() => (isThere ? this.editor.decreaseQuoteLevel() : this.editor.increaseQuoteLevel()));
  }

  /** The link the caret stands in, to be changed: its element, or null. */
  get link() {
    for (let node = this.range.startContainer; node && node !== this.root; node = node.parentNode) if (node.localName === "a") return node;
    return null;
  }

  setLink(address) {
    const there = this.link;
    if (there) {
      const range = document.createRange();
      range.selectNodeContents(there);
      this.editor.setSelection(range);
    }
    if (address) this.editor.makeLink(address);
    else this.editor.removeLink();
  }

  undo() { this.remember(); this.editor.undo(); }

  redo() { this.editor.redo(); }

  // --- putting in

  /** Pieces of small HTML at the caret; the last element that was put in. */
  insert(pieces) {
    if (!pieces.length) return null;
    this.root.focus({ preventScroll: true });
    if (pieces.length === 1 && pieces[0].startsWith("<p>")) {
      this.editor.insertHTML(pieces[0].slice(3, -4));
      return this.caretTop;
    }
    if (!this.range.collapsed) this.editor.insertHTML("");
    const isPlain = pieces.every((piece) => piece.startsWith("<p>"));
    if (isPlain && /^(?:ul|ol|blockquote)$/.test(this.caretTop.localName)) {
      this.editor.insertHTML(pieces.join(""));
      return this.caretTop;
    }
    this.editor.saveUndoState();
    const made = [...shown(pieces.join("")).children];
    if (/^(?:ul|ol|blockquote)$/.test(this.caretTop.localName)) {
      this.caretTop.after(...made);
    } else {
      this.editor.splitBlock(false);
      const after = this.caretTop;
      const before = after.previousElementSibling;
      after.before(...made);
      if (isEmpty(before)) before.remove();
      else if (made[0].localName === "p" && before.localName === "p") {
        before.append(...made[0].childNodes);
        made.shift().remove();
      }
      if (isEmpty(after) && made.length && !isIsland(made.at(-1))) after.remove();
      else if (made.at(-1)?.localName === "p" && after.localName === "p") {
        const end = made.pop();
        const place = end.childNodes.length;
        after.prepend(...end.childNodes);
        end.remove();
        this.#put(after, place);
        this.#changed();
        return after;
      }
      if (!made.length) made.push(before);
    }
    const last = made.at(-1);
    if (!isIsland(last)) this.put(last, true);
    this.#changed();
    return last;
  }

  /** An island after a block, or at the caret's block; it takes an empty one's place. */
  insertIsland(made, anchor = this.caretTop) {
    this.editor.saveUndoState();
    if (anchor?.isConnected && anchor.parentNode === this.root) {
      anchor.after(made);
      if (isEmpty(anchor) && anchor !== this.root.lastElementChild) anchor.remove();
    } else this.root.append(made);
    this.#changed();
    return made;
  }

  insertTable(columns = 3, lines = 3) {
    const cells = (tag) => `<tr>${`<${tag}></${tag}>`.repeat(columns)}</tr>`;
    const template = document.createElement("template");
    template.innerHTML = `<table><thead>${cells("th")}</thead><tbody>${cells("td").repeat(lines - 1)}</tbody></table>`;
    return this.insertIsland(table(template.content.firstElementChild));
  }

  /** Something was done to the document by hand. */
  changed() { this.#changed(); }

  /** Move a block over its neighbour. */
  move(node, isUp) {
    const neighbour = isUp ? node.previousElementSibling : node.nextElementSibling;
    if (!neighbour || (!isUp && neighbour === this.root.lastElementChild && isEmpty(neighbour))) return;
    const active = document.activeElement;
    const range = this.range.cloneRange();
    const ends = [range.startContainer, range.startOffset, range.endContainer, range.endOffset];
    this.editor.saveUndoState();
    if (isUp) neighbour.before(node);
    else neighbour.after(node);
    if (active === this.root) {
      range.setStart(ends[0], ends[1]);
      range.setEnd(ends[2], ends[3]);
      this.editor.setSelection(range);
    } else active?.focus({ preventScroll: true });
    node.scrollIntoView({ block: "nearest" });
    this.#changed();
  }

  remove(node) {
    const next = node.nextElementSibling ?? node.previousElementSibling;
    this.editor.saveUndoState();
    node.remove();
    this.tidy();
    const target = next?.isConnected ? next : this.root.firstElementChild;
    if (isIsland(target)) target.focus();
    else this.put(target);
    this.#changed();
  }

  /** How many blocks of the written body stand before this one. */
  indexOf(node) {
    const before = [];
    for (const each of this.root.children) {
      if (each === node) break;
      before.push(each);
    }
    const holder = document.createElement("div");
    holder.append(...before.map((each) => each.cloneNode(true)));
    return parted(this.source.written(holder)).length;
  }

  /** The element of the body's block of that number. */
  at(index) {
    let count = 0;
    for (const each of this.root.children) {
      const holder = document.createElement("div");
      holder.append(each.cloneNode(true));
      count += parted(this.source.written(holder)).length;
      if (count > index) return each;
    }
    return null;
  }
}
