// Tables: rows and columns come and go, and cells that span them grow and shrink.

export class Tables {
  constructor(paper, islands, bar) {
    Object.assign(this, { paper, islands, bar });
    islands.addEventListener("more", () => this.row(false));
    islands.addEventListener("choose", () => {
      this.#show();
      if (!bar.hidden) bar.scrollIntoView({ block: "nearest" });
    });
    paper.addEventListener("change", () => this.#show());
    bar.addEventListener("mousedown", (event) => { if (event.target.closest("button")) event.preventDefault(); }); // the caret stays
    bar.addEventListener("click", (event) => this.#pressed(event));
  }

  get chosen() {
    return this.islands.chosen?.localName === "table" ? this.islands.chosen : null;
  }

  #show() {
    this.bar.hidden = !this.chosen;
    if (this.chosen) this.bar.style.top = `${this.chosen.offsetTop + this.chosen.offsetHeight}px`;
  }

  #pressed(event) {
    const { chosen } = this;
    const deed = event.target.closest("button")?.dataset.deed;
    if (!chosen || !deed) return;
    const deeds = {
      above: () => this.row(true), below: () => this.row(false),
      before: () => this.column(true), after: () => this.column(false),
      "less-row": () => this.removeRow(), "less-column": () => this.removeColumn(), head: () => this.head(),
      up: () => this.paper.move(chosen, true), down: () => this.paper.move(chosen, false),
      remove: () => this.paper.remove(chosen),
    };
    deeds[deed]();
    this.#show();
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
    const { cell } = this.islands;
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
    const { cell } = this.islands;
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
    const { cell } = this.islands;
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
    const { cell } = this.islands;
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
    const made = this.islands.chosen;
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
}
