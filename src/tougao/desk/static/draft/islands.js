// Islands: pictures and tables. They are chosen as a whole, moved, removed; only captions and cells are written in.

import { isIsland } from "./paper.js";

const inCell = (node) => node?.closest?.("td,th,figcaption") ?? null;

/** Keys, focus and drags of the islands on a paper. `chosen` is the island at hand, or null. */
export class Islands extends EventTarget {
  constructor(paper, box) {
    super();
    this.paper = paper;
    this.box = box;
    this.chosen = null;
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
    if (island === this.chosen) return;
    this.chosen = island;
    this.dispatchEvent(new Event("choose"));
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
      this.row(false);
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

  /** The places of a table's cells, whatever spans: grid[row][column] is a cell. */
  #grid(made) {
    const grid = [...made.rows].map(() => []);
    [...made.rows].forEach((row, line) => {
      let column = 0;
      for (const cell of row.cells) {
        while (grid[line][column]) column += 1;
        for (let down = 0; down < cell.rowSpan && line + down < grid.length; down += 1) {
          for (let across = 0; across < cell.colSpan; across += 1) grid[line + down][column + across] = cell;
        }
        column += cell.colSpan;
      }
    });
    return grid;
  }

  #made(like) {
    const cell = document.createElement(like);
    cell.setAttribute("contenteditable", "true");
    return cell;
  }

  /** A row above or below the one at hand; a cell that spans both grows. */
  row(isAbove) {
    const { cell } = this;
    if (!cell) return;
    const made = cell.closest("table");
    const grid = this.#grid(made);
    const line = [...made.rows].indexOf(cell.parentNode) + (isAbove ? 0 : cell.rowSpan - 1);
    this.paper.editor.saveUndoState();
    const row = document.createElement("tr");
    const seen = new Set();
    const beyond = isAbove ? grid[line - 1] : grid[line + 1];
    for (let column = 0; column < grid[line].length; column += 1) {
      const at = grid[line][column];
      if (at && beyond?.[column] === at) {
        if (!seen.has(at)) at.rowSpan += 1;
        seen.add(at);
      } else row.append(this.#made("td"));
    }
    const beside = made.rows[line];
    const isHead = beside.parentNode.localName === "thead";
    if (isHead && isAbove) for (const each of [...row.cells]) each.replaceWith(this.#made("th"));
    if (isHead && !isAbove) (made.tBodies[0] ?? made.createTBody()).prepend(row);
    else if (isAbove) beside.before(row);
    else beside.after(row);
    this.paper.changed();
    row.cells[0]?.focus();
  }

  column(isBefore) {
    const { cell } = this;
    if (!cell) return;
    const made = cell.closest("table");
    const grid = this.#grid(made);
    const line = grid.find((each) => each.includes(cell));
    const column = isBefore ? line.indexOf(cell) : line.lastIndexOf(cell);
    this.paper.editor.saveUndoState();
    const seen = new Set();
    grid.forEach((each, number) => {
      const at = each[column];
      const beyond = each[column + (isBefore ? -1 : 1)];
      if (at && at === beyond) {
        if (!seen.has(at)) at.colSpan += 1;
        seen.add(at);
        return;
      }
      if (at && seen.has(at)) return;
      const fresh = this.#made(at?.localName ?? "td");
      if (at) { seen.add(at); fresh.rowSpan = at.rowSpan; }
      if (!at) made.rows[number].append(fresh);
      else if (isBefore) at.before(fresh);
      else at.after(fresh);
    });
    this.paper.changed();
  }

  removeRow() {
    const { cell } = this;
    if (!cell) return;
    const made = cell.closest("table");
    if (made.rows.length === 1) { this.paper.remove(made); return; }
    const grid = this.#grid(made);
    const line = [...made.rows].indexOf(cell.parentNode);
    this.paper.editor.saveUndoState();
    for (const each of new Set(grid[line])) {
      if (each.rowSpan === 1) continue;
      each.rowSpan -= 1;
      if (each.parentNode !== made.rows[line]) continue;
      const column = grid[line].indexOf(each); // it moves into the row below
      const after = grid[line + 1].slice(column).find((other) => other !== each && other?.parentNode === made.rows[line + 1]);
      if (after) after.before(each);
      else made.rows[line + 1].append(each);
    }
    const part = made.rows[line].parentNode;
    made.rows[line].remove();
    if (!part.rows.length) part.remove();
    this.paper.changed();
    made.rows[Math.min(line, made.rows.length - 1)].cells[0]?.focus();
  }

  removeColumn() {
    const { cell } = this;
    if (!cell) return;
    const made = cell.closest("table");
    const grid = this.#grid(made);
    if (Math.max(...grid.map((each) => each.length)) === 1) { this.paper.remove(made); return; }
    const column = grid.find((each) => each.includes(cell)).indexOf(cell);
    this.paper.editor.saveUndoState();
    for (const each of new Set(grid.map((line) => line[column]).filter(Boolean))) {
      if (each.colSpan > 1) each.colSpan -= 1;
      else each.remove();
    }
    this.paper.changed();
    (made.querySelector("td,th") ?? made).focus();
  }

  /** The first row as a head, or as a row like the others. */
  head() {
    const made = this.chosen;
    const first = made?.rows?.[0];
    if (!first) return;
    this.paper.editor.saveUndoState();
    const isHead = first.parentNode.localName === "thead";
    for (const each of [...first.cells]) {
      const fresh = this.#made(isHead ? "td" : "th");
      fresh.append(...each.childNodes);
      fresh.colSpan = each.colSpan;
      fresh.rowSpan = each.rowSpan;
      each.replaceWith(fresh);
    }
    const part = first.parentNode;
    (isHead ? (made.tBodies[0] ?? made.createTBody()) : made.createTHead()).prepend(first);
    if (!part.rows.length) part.remove();
    this.paper.changed();
    first.cells[0].focus();
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
