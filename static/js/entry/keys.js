// The keyboard and the clipboard, as in a sheet: arrows, Enter and Tab move, typing or F2 edits, Esc gives up, Ctrl+Z/Y/C/V/D.
// Shift and Ctrl with arrows widen the selection (Tabulator's own keys). Esc outside a cell lets the next Tab leave the grid.
import { parse, plan, write } from "./clipboard.js";
import { state } from "./editors.js";

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class Keys {
  /** `page`: {table, element, words, fields (names of the cells), order() → rows in order, apply(changes, told), undo(), redo(), tell(), help()}. */
  constructor(page) {
    this.page = page;
    this.leaving = false;
    page.element.addEventListener("keydown", (event) => this.key(event), true);
    for (const name of ["copy", "cut", "paste"]) {
      document.addEventListener(name, (event) => this.inGrid() && this[name](event));
    }
  }

  inGrid() {
    return this.page.element.contains(document.activeElement);
  }

  // --- where we are --------------------------------------------------------------------------------------------------
  /** {top, bottom, from, to}: row indices and fields of the selection; null without one. */
  get selection() {
    const [range] = this.page.table.getRanges();
    if (!range) {
      return null;
    }
    const order = this.page.order().map((row) => row.id);
    const rows = range.getRows().map((row) => order.indexOf(row.getIndex()));
    const fields = range.getColumns().map((column) => column.getField());
    return { top: Math.min(...rows), bottom: Math.max(...rows), from: fields[0], to: fields[fields.length - 1] };
  }

  get cell() {
    const at = this.selection;
    return at && this.at(at.top, at.from);
  }

  at(index, field) {
    const row = this.page.order()[index];
    return row ? this.page.table.getRow(row.id).getCell(field) : null;
  }

  go(cell) {
    const [range] = this.page.table.getRanges();
    range.setBounds(cell, cell);
    this.focus();
    this.show(cell);
    this.page.moved();
  }

  focus() {
    this.page.element.querySelector(".tabulator-tableholder").focus({ preventScroll: true });
  }

  /** Scroll so that the cell is seen beside the frozen column. */
  show(cell) {
    const holder = this.page.element.querySelector(".tabulator-tableholder");
    const box = cell.getElement().getBoundingClientRect();
    const frame = holder.getBoundingClientRect();
    const frozen = this.page.element.querySelector(".tabulator-frozen");
    const left = frame.left + (frozen ? frozen.getBoundingClientRect().width : 0);
    if (box.left < left) {
      holder.scrollLeft -= left - box.left;
    } else if (box.right > frame.right) {
      holder.scrollLeft += box.right - frame.right;
    }
    cell.getElement().scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** One step down and across. Across runs through the cells to be filled and on to the next row; false at an end. */
  move(down, across) {
    const at = this.selection;
    if (!at) {
      return false;
    }
    if (down) {
      const cell = this.at(at.top + down, at.from);
      if (cell) {
        this.go(cell);
      }
      return Boolean(cell);
    }
    const rows = this.page.order();
    const { fields } = this.page;
    for (let row = at.top, column = fields.indexOf(at.from) + across; rows[row]; row += across) {
      for (; column >= 0 && column < fields.length; column += across) {
        if (!rows[row].whyLocked(fields[column], this.page.words)) {
          this.go(this.at(row, fields[column]));
          return true;
        }
      }
      column = across > 0 ? 0 : fields.length - 1;
    }
    return false;
  }

  // --- keys ----------------------------------------------------------------------------------------------------------
  key(event) {
    if (state.editing) {
      this.keyInCell(event);
      return;
    }
    if (event.target.closest("a, button") || event.altKey) {
      return;
    }
    if (event.ctrlKey || event.metaKey) {
      this.command(event);
    } else if (event.key === "Tab") {
      this.tab(event);
    } else if (event.key === "Escape") {
      this.leaving = true;
    } else if (event.key === "Enter") {
      this.done(event, () => this.move(event.shiftKey ? -1 : 1, 0));
    } else if (event.key === "F2") {
      this.done(event, () => this.edit(null));
    } else if (event.key === "Delete" || event.key === "Backspace") {
      this.done(event, () => this.clear());
    } else if (event.key === "Home" || event.key === "End") {
      const at = this.selection;
      this.done(event, () => at && this.go(this.at(at.top, this.page.fields.at(event.key === "Home" ? 0 : -1))));
    } else if (event.key === "Process") {
      this.edit(""); // an input method begins: what it writes goes into the box
    } else if (event.key.length === 1) {
      this.done(event, () => this.edit(event.key));
    } else if (event.key in ARROWS) {
      window.setTimeout(() => this.arrived(event.shiftKey));
    }
  }

  /** Tabulator has moved the selection; `wider`: only its other end. */
  arrived(wider) {
    const { cell } = this;
    if (cell && !wider) {
      this.show(cell);
    }
    this.page.moved();
  }

  keyInCell(event) {
    if (event.isComposing) {
      return;
    }
    const { editing } = state;
    const step = ARROWS[event.key];
    if (event.key === "Escape") {
      this.done(event, () => editing.cancel());
    } else if (event.key === "Enter") {
      this.done(event, () => this.leave(editing, event.shiftKey ? -1 : 1, 0));
    } else if (event.key === "Tab") {
      this.done(event, () => this.leave(editing, 0, event.shiftKey ? -1 : 1));
    } else if (step && editing.typed) {
      this.done(event, () => this.leave(editing, ...step));
    } else {
      event.stopPropagation(); // the box's own key, none of the table's
    }
  }

  leave(editing, down, across) {
    editing.commit();
    this.move(down, across);
  }

  tab(event) {
    const leaving = this.leaving;
    this.leaving = false;
    event.stopPropagation();
    if (!leaving && this.move(0, event.shiftKey ? -1 : 1)) {
      event.preventDefault();
    }
  }

  command(event) {
    const key = event.key.toLowerCase();
    const steps = {
      z: () => (event.shiftKey ? this.page.redo() : this.page.undo()),
      y: () => this.page.redo(),
      s: () => this.page.save(),
      d: () => this.page.fills.down(),
      enter: () => this.page.handover.open(),
    };
    if (steps[key]) {
      this.done(event, steps[key]);
    }
  }

  done(event, step) {
    event.preventDefault();
    event.stopPropagation();
    this.leaving = false;
    step();
  }

  /** Open the box of the cell; `first` is what was typed, null: F2. */
  edit(first) {
    const cell = this.cell;
    if (!cell) {
      return;
    }
    const why = this.page.rows.get(cell.getRow().getIndex()).whyLocked(cell.getField(), this.page.words);
    if (why) {
      this.page.tell("readOnly", { why });
      return;
    }
    state.first = first;
    cell.edit();
  }

  /** Fields and rows of the selection, and its rows of cells: [[row, field]]. */
  fields() {
    const [range] = this.page.table.getRanges();
    return range ? range.getColumns().map((column) => column.getField()) : [];
  }

  rows() {
    const at = this.selection;
    return at ? this.page.order().slice(at.top, at.bottom + 1) : [];
  }

  selected() {
    const fields = this.fields();
    return this.rows().map((row) => fields.map((field) => [row, field]));
  }

  clear() {
    const changes = this.selected().flat().filter(([row, field]) => !row.whyLocked(field, this.page.words));
    this.page.apply(changes.map(([row, field]) => ({ id: row.id, field, after: "" })), "cleared", { n: changes.length });
  }

  // --- clipboard -----------------------------------------------------------------------------------------------------
  copy(event) {
    if (state.editing) {
      return;
    }
    const rows = this.selected();
    event.clipboardData.setData("text/plain", write(rows.map((cells) => cells.map(([row, field]) => this.page.shown(row, field)))));
    event.preventDefault();
    this.page.tell("copied", { rows: rows.length, columns: rows.length ? rows[0].length : 0 });
  }

  cut(event) {
    if (!state.editing) {
      this.copy(event);
      this.clear();
    }
  }

  paste(event) {
    const text = event.clipboardData.getData("text/plain");
    const texts = text ? parse(text) : [];
    if (state.editing) {
      if (texts.length < 2 && (texts[0] || []).length < 2) {
        return; // one cell's text goes into the box
      }
      state.editing.cancel();
    }
    event.preventDefault();
    const at = this.selection;
    if (!text || !at) {
      this.page.tell(text ? "pasteHere" : "pasteNothing");
      return;
    }
    const grid = {
      rows: this.page.order(), fields: this.page.fields, title: (field) => this.page.words[field], words: this.page.words,
    };
    const planned = plan(texts, grid, at);
    if (planned.refusal) {
      this.page.say(planned.refusal, "error");
    } else {
      this.page.apply(planned.changes, planned.told);
    }
  }
}
