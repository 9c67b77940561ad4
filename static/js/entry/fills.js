// Less typing: price bases as in last year's figure, one source for the rows that have none, and filling down. Each is pressed by the
// person, changes empty or unsaid cells only (filling down: the cells that are selected), is seen as edits and undone in one step.
import { fill } from "./clipboard.js";

const UNSAID = "unknown";

/** Where a figure is typed, its basis is not said, and last year's figure in force says one. `bases`: field of the basis → of its figure. */
export function lastBases(rows, bases, words) {
  return rows.flatMap((row) => Object.entries(bases)
    .filter(([basis, figure]) => row.cells[figure] && row.cells[basis] === UNSAID && row.info.lastBases[basis] && !row.whyLocked(basis, words))
    .map(([basis]) => ({ id: row.id, field: basis, after: row.info.lastBases[basis] })));
}

/** Where a figure is typed and no source is. */
export function sourceless(rows, source, words) {
  return rows
    .filter((row) => source && row.filled && !row.cells.source_title && !row.whyLocked("source_title", words))
    .map((row) => ({ id: row.id, field: "source_title", after: source }));
}

/** The upper row of the selection into those below it; of a single row, the one above it. `may`: fields that are filled down. {changes, locked} or {refusal}. */
export function down(rows, fields, at, { words, may }) {
  if (!at || !fields.every((field) => may.includes(field))) {
    return { refusal: words.downNumbers };
  }
  const top = at.top === at.bottom ? at.top - 1 : at.top;
  if (top < 0) {
    return { refusal: words.downNothing };
  }
  const cells = rows.slice(top + 1, at.bottom + 1).flatMap((row) => fields.map((field) => [row, field]));
  const open = cells.filter(([row, field]) => !row.whyLocked(field, words));
  const changes = open.map(([row, field]) => ({ id: row.id, field, after: rows[top].cells[field] }));
  return { changes, locked: cells.length - open.length };
}

export class Fills {
  /**
   * `grid`: {words, data, order(), keys, apply(changes, told), say()}. `data.fills`: {bases: field → field of its figure, down:
   * fields}; a grid without bases and sources has no buttons for them.
   */
  constructor(grid) {
    this.grid = grid;
    this.may = grid.data.fills;
    this.typed = ""; // the source that was typed last on this page
    this.bases = document.getElementById("grid-bases");
    this.source = document.getElementById("grid-source");
    if (this.bases) {
      this.bases.addEventListener("click", () => this.fill(this.baseChanges(), "basesFilled"));
    }
    if (this.source) {
      this.source.addEventListener("click", () => this.fill(this.sourceChanges(), "sourceFilled"));
    }
    document.getElementById("grid-down").addEventListener("click", () => this.down());
  }

  /** Something was typed or pasted: a source among it is the one that is offered. */
  note(changes) {
    const source = changes.filter((one) => one.field === "source_title" && one.after).pop();
    this.typed = source ? source.after : this.typed;
  }

  baseChanges() {
    return lastBases(this.grid.order(), this.may.bases, this.grid.words);
  }

  sourceChanges() {
    return sourceless(this.grid.order(), this.offered, this.grid.words);
  }

  /** The source typed last, else the one that stands in the grid. */
  get offered() {
    const standing = this.grid.order().find((row) => row.cells.source_title);
    return this.typed || (standing ? standing.cells.source_title : "");
  }

  /** Offer what there is to fill in. */
  refresh() {
    const { words } = this.grid;
    if (!this.bases) {
      return;
    }
    const bases = this.baseChanges().length;
    this.bases.hidden = !bases;
    this.bases.textContent = fill(words.basesOffer, { n: bases });
    const rows = this.sourceChanges().length;
    const { offered } = this;
    this.source.hidden = !rows;
    this.source.title = offered;
    this.source.textContent = fill(words.sourceOffer, { source: offered.length > 14 ? `${offered.slice(0, 13)}…` : offered, n: rows });
  }

  fill(changes, told) {
    this.grid.apply(changes, told, { n: changes.length });
    this.grid.keys.focus();
  }

  down() {
    const { grid } = this;
    const told = down(grid.order(), grid.keys.fields(), grid.keys.selection, { words: grid.words, may: this.may.down });
    if (told.refusal) {
      grid.say(told.refusal, "error");
    } else {
      const locked = told.locked ? fill(grid.words.downLocked, { n: told.locked }) : "";
      grid.apply(told.changes, fill(grid.words.downFilled, { n: told.changes.length }) + locked);
    }
    grid.keys.focus();
  }
}
