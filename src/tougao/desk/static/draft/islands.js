// Islands: pictures and tables. They are chosen as a whole, moved, removed; only captions and cells are written in.

import { isIsland } from "./paper.js";

const inCell = (node) => node?.closest?.("td,th,figcaption") ?? null;

/** Keys, focus and drags of the islands on a paper. `chosen` is the island at hand, or null. */
export class Islands extends EventTarget {
  constructor(paper, box) {
    super();
    this.paper = paper;
    this.box = box;
    this.hand = null;
    this.dragged = null;
    // Before Squire, which knows nothing of islands, gets to see them.
    box.addEventListener("keydown", (event) => this.#key(event), true);
    for (const type of ["beforeinput", "cut", "copy", "input"]) {
      box.addEventListener(type, (event) => { if (event.target !== paper.root && event.target.closest?.(".island")) event.stopPropagation(); }, true);
    }
    box.addEventListener("input", (event) => { if (inCell(event.target)) queueMicrotask(() => paper.changed()); }, true);
    box.addEventListener("focusin", (event) => this.#choose(event.target.closest?.(".island") ?? null, event.target));
    box.addEventListener("focusout", (event) => { if (!box.contains(event.relatedTarget)) this.#choose(null); });
    box.addEventListener("click", (event) => {
      const island = event.target.closest?.(".island");
      if (island && !inCell(event.target) && document.activeElement !== island) island.focus({ preventScroll: true });
    });
    box.addEventListener("dragstart", (event) => this.#dragStart(event), true);
  }

  #choose(island, target = null) {
    if (target && !island && target !== this.paper.root) return; // the island's own bar
    if (island === this.hand) return;
    this.hand = island;
    this.dispatchEvent(new Event("choose"));
  }

  /** The island at hand; undo may have put another in its place. */
  get chosen() {
    return this.hand?.isConnected ? this.hand : null;
  }

  get cell() {
    const cell = document.activeElement?.closest?.("td,th");
    return cell && this.paper.root.contains(cell) ? cell : (this.chosen?.querySelector("td,th") ?? null);
  }

  // --- keys

  #key(event) {
    if (event.isComposing) return;
    const { paper } = this;
    const island = event.target.closest?.(".island");
    if (event.altKey && /^Arrow(?:Up|Down)$/.test(event.key) && paper.root.contains(event.target)) {
      event.preventDefault();
      event.stopPropagation();
      paper.move(island ?? paper.caretTop, event.key === "ArrowUp");
      return;
    }
    if (island) this.#keyInside(event, island);
    else if (event.target === paper.root) this.#keyBeside(event);
  }

  #keyInside(event, island) {
    if ((event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key)) return; // undo is the paper's
    const cell = inCell(event.target);
    const take = (deed) => { event.preventDefault(); deed(); };
    event.stopPropagation();
    if (!cell) {
      if (event.ctrlKey || event.metaKey) return;
      if (event.key === "Enter") take(() => this.#into(island));
      else if (event.key === "Backspace" || event.key === "Delete") take(() => this.paper.remove(island));
      else if (event.key === "ArrowUp" || event.key === "ArrowLeft") take(() => this.#leave(island, true));
      else if (event.key === "ArrowDown" || event.key === "ArrowRight" || event.key === "Escape") take(() => this.#leave(island, false));
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "a") take(() => getSelection().selectAllChildren(cell));
    else if (event.key === "Escape") take(() => island.focus());
    else if (cell.localName === "figcaption") {
      if (event.key === "Enter") take(() => this.#leave(island, false, true));
      else if (event.key === "ArrowUp" && this.#isAtEdge(cell, true)) take(() => island.focus());
      else if (event.key === "ArrowDown" && this.#isAtEdge(cell, false)) take(() => this.#leave(island, false));
    } else if (event.key === "Tab") take(() => this.#beside(cell, event.shiftKey));
    else if (event.key === "Enter") take(() => this.#breakLine(cell));
    else if (event.key === "ArrowUp" && this.#isAtEdge(cell, true)) take(() => this.#above(cell, true));
    else if (event.key === "ArrowDown" && this.#isAtEdge(cell, false)) take(() => this.#above(cell, false));
    else if ((event.ctrlKey || event.metaKey) && /^[bi]$/i.test(event.key)) take(() => document.execCommand(event.key.toLowerCase() === "b" ? "bold" : "italic"));
  }

  /** The caret is in words: what it meets at their edge may be an island. */
  #keyBeside(event) {
    const { paper } = this;
    const { range } = paper;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "a" && isIsland(paper.root.firstElementChild)) {
      event.preventDefault(); // a browser selects nothing where the first block is none to write in
      getSelection().selectAllChildren(paper.root);
      return;
    }
    if (!range.collapsed) {
      if (/^(?:Backspace|Delete|Enter)$/.test(event.key) || (event.key.length === 1 && !event.ctrlKey && !event.metaKey)) this.#free(range);
      return;
    }
    const top = paper.caretTop;
    if (!top || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const isBack = event.key === "Backspace" || event.key === "ArrowLeft" || event.key === "ArrowUp";
    const isForth = event.key === "Delete" || event.key === "ArrowRight" || event.key === "ArrowDown";
    if (!isBack && !isForth) return;
    const island = isBack ? top.previousElementSibling : top.nextElementSibling;
    const isAtEdge = event.key.startsWith("Arrow") && /Up|Down/.test(event.key) ? this.#isAtEdge(top, isBack) : this.#isAtEnd(top, range, isBack);
    if (!isIsland(island) || !isAtEdge) return;
    event.preventDefault();
    event.stopPropagation();
    if (/Backspace|Delete/.test(event.key) && !top.textContent.trim() && top !== paper.root.lastElementChild) {
      paper.editor.saveUndoState();
      top.remove();
      paper.changed();
    }
    island.focus();
  }

  /** A selection that begins or ends at an island's edge gets words to begin or end in. */
  #free(range) {
    const { paper } = this;
    const first = paper.root.firstElementChild;
    if ((range.startContainer === paper.root || isIsland(paper.top(range.startContainer))) && isIsland(first) && range.intersectsNode(first)) {
      const made = paper.paragraph();
      first.before(made);
      range.setStart(made, 0);
      paper.editor.setSelection(range);
    }
  }

  #isAtEnd(node, range, isStart) {
    const rest = document.createRange();
    rest.selectNodeContents(node);
    if (isStart) rest.setEnd(range.startContainer, range.startOffset);
    else rest.setStart(range.endContainer, range.endOffset);
    return !rest.toString().replace(/\u200b/g, "") && !rest.cloneContents().querySelector("img");
  }

  /** Is the caret in the first, or the last, line of a block? */
  #isAtEdge(node, isFirst) {
    const selection = getSelection();
    if (!selection.rangeCount || !selection.isCollapsed) return false;
    const caret = selection.getRangeAt(0).getClientRects()[0] ?? null;
    if (!caret) return this.#isAtEnd(node, selection.getRangeAt(0), isFirst) || !node.textContent.trim();
    const words = document.createRange();
    words.selectNodeContents(node);
    const lines = [...words.getClientRects()].filter((rect) => rect.height);
    if (!lines.length) return true;
    return isFirst
      ? caret.top < Math.min(...lines.map((rect) => rect.top)) + caret.height / 2
      : caret.bottom > Math.max(...lines.map((rect) => rect.bottom)) - caret.height / 2;
  }

  #into(island) {
    const cell = island.querySelector("figcaption,th,td");
    if (!cell) return;
    cell.focus();
    getSelection().selectAllChildren(cell);
    getSelection().collapseToEnd();
  }

  #leave(island, isUp, isNew = false) {
    const { paper } = this;
    let target = isUp ? island.previousElementSibling : island.nextElementSibling;
    if (!target || (isNew && isIsland(target))) {
      paper.editor.saveUndoState();
      target = paper.paragraph();
      if (isUp) island.before(target);
      else island.after(target);
    }
    if (isIsland(target)) target.focus();
    else paper.put(target, isUp);
  }

  // --- tables

  #breakLine(cell) {
    const range = getSelection().getRangeAt(0);
    range.deleteContents();
    const made = document.createElement("br");
    range.insertNode(made);
    if (!cell.textContent.length || !made.nextSibling?.textContent) made.after(document.createElement("br")); // to be seen
    getSelection().collapse(made.parentNode, [...made.parentNode.childNodes].indexOf(made) + 1);
    this.paper.changed();
  }

  #enter(cell) {
    cell.focus();
    getSelection().selectAllChildren(cell);
  }

  #beside(cell, isBack) {
    const cells = [...cell.closest("table").querySelectorAll("td,th")];
    const next = cells[cells.indexOf(cell) + (isBack ? -1 : 1)];
    if (next) this.#enter(next);
    else if (isBack) cell.closest(".island").focus();
    else {
      this.dispatchEvent(new Event("more")); // a table grows by a row
      this.#beside(cell, false);
    }
  }

  #above(cell, isUp) {
    const made = cell.closest("table");
    const rows = [...made.rows];
    const row = rows[rows.indexOf(cell.parentNode) + (isUp ? -1 : 1)];
    const next = row?.cells[Math.min(cell.cellIndex, row.cells.length - 1)];
    if (next) this.#enter(next);
    else if (isUp) made.focus();
    else this.#leave(made, false);
  }

  // --- drags

  #dragStart(event) {
    const island = event.target.closest?.("figure.island");
    if (!island) return;
    event.stopPropagation();
    this.dragged = island;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/x-tougao-island", "1");
    event.dataTransfer.setDragImage(island.querySelector("img") ?? island, 20, 20);
  }
}
