// The entry grid: puts rows, table, keyboard, saving and the panel together. Tabulator draws; the server does every sum.
import { fill } from "./clipboard.js";
import { coded, columns, stateOf, worded } from "./columns.js";
import { Drafts, restore } from "./drafts.js";
import { Fills } from "./fills.js";
import { Handover } from "./handover.js";
import { Keys } from "./keys.js";
import { Panel } from "./panel.js";
import { Row, takeAnswer } from "./rows.js";
import { Status } from "./status.js";
import { Sync } from "./sync.js";
import { Undo } from "./undo.js";

class Grid {
  constructor(data, element) {
    this.data = data;
    this.words = data.words;
    this.element = element;
    this.fields = data.cells.map((one) => one.field);
    this.usual = Object.fromEntries(data.cells.map((one) => [one.field, one.usual || ""]));
    const shape = { fields: this.fields, filledBy: data.filledBy };
    this.rows = new Map(data.rows.map((info) => [info.id, new Row(info, shape)]));
    this.mixed = new Set(data.rows.map((info) => info.asked || info.elsewhere)).size > 1;
    this.drafts = new Drafts(data.person, data.kept);
    this.steps = new Undo();
    this.status = new Status(this);
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    this.sync = new Sync({ addresses: data.addresses, token, about: data.about }, {
      ready: () => this.order().filter((row) => row.ready),
      state: (name, message) => this.status.line(name, message),
      answers: (answers, versions, name) => this.take(answers, versions, name),
    });
    this.panel = new Panel(document.getElementById("grid-panel"), this);
    this.restored = restore(this.order(), this.drafts);
  }

  order() {
    return [...this.rows.values()];
  }

  draw() {
    this.table = new window.Tabulator(this.element, {
      data: this.order().map((row) => this.line(row)),
      index: "id",
      columns: columns(this),
      layout: "fitColumns",
      selectableRange: 1,
      selectableRangeRows: true,
      editTriggerEvent: "dblclick",
      columnDefaults: { headerHozAlign: "left", headerWordWrap: true, vertAlign: "middle" },
      renderVertical: "basic",
    });
    this.table.on("dataLoading", () => this.hold());
    this.table.on("tableBuilt", () => this.built());
    this.table.on("cellEdited", (cell) => {
      this.apply([{ id: cell.getRow().getIndex(), field: cell.getField(), after: cell.getValue() ?? "" }]);
    });
    this.table.on("cellClick", () => window.setTimeout(() => this.moved()));
  }

  built() {
    this.keys = new Keys(this);
    this.fills = new Fills(this);
    this.handover = new Handover(document.getElementById("grid-handover"), document.getElementById("grid-submit"), this);
    this.status.built();
    this.name();
    const first = this.order().findIndex((row) => row.editable && !row.filled);
    if (first >= 0) {
      const [range] = this.table.getRanges();
      const cell = this.keys.at(first, this.fields[0]);
      range.setBounds(cell, cell);
    }
    this.panel.show(null);
    this.status.restored(this.restored);
    this.count();
    this.sync.check(this.order().filter((row) => row.begun && !row.dirty)).then(() => this.sync.soon(0));
  }

  /** Tabulator gives the keys to the holder of the rows at the start and with each click; the page must not jump to it. */
  hold() {
    const holder = this.element.querySelector(".tabulator-tableholder");
    holder.focus = (options) => HTMLElement.prototype.focus.call(holder, { ...options, preventScroll: true });
  }

  /** Tabulator lets the holder of the rows take the keys: it is the group of rows then, and what lies between is none. */
  name() {
    this.element.setAttribute("aria-label", this.words.grid);
    this.element.removeAttribute("aria-owns");
    this.element.querySelector(".tabulator-tableholder").setAttribute("role", "rowgroup");
    this.element.querySelector(".tabulator-table").setAttribute("role", "presentation");
  }

  line(row) {
    return { id: row.id, ...row.cells };
  }

  /** The text of a cell as people read it, to copy. */
  shown(row, field) {
    if (field in row.info.beside) {
      return row.info.beside[field][0];
    }
    return this.fields.includes(field) ? worded(this.data.choices[field], row.cells[field]) : String(row.info[field] ?? "");
  }

  // --- changing ------------------------------------------------------------------------------------------------------
  /** Put texts into cells, as one step of the undo; `told`: a sentence, or the name of one. */
  apply(changes, told = "", values = {}) {
    const done = changes
      .map((one) => ({ ...one, before: this.rows.get(one.id).cells[one.field], after: this.normal(one.field, one.after) }))
      .filter((one) => one.before !== one.after);
    this.fills.note(done);
    this.write(done);
    if (done.length) {
      this.steps.remember(done);
    } else {
      changes.forEach((one) => this.draw1(this.rows.get(one.id)));
    }
    if (told) {
      this.status.say(this.words[told] ? fill(this.words[told], values) : told);
    }
  }

  normal(field, text) {
    const choices = this.data.choices[field];
    return choices ? coded(choices, String(text), this.usual[field]) : String(text).trim();
  }

  write(changes) {
    const touched = new Set();
    changes.forEach(({ id, field, after }) => {
      const row = this.rows.get(id);
      row.cells[field] = after;
      touched.add(row);
    });
    touched.forEach((row) => this.touch(row));
    this.count();
  }

  /** The row was changed: keep it here, draw it, send it soon. */
  touch(row) {
    row.change();
    if (!this.drafts.keep(row)) {
      this.status.line("unkept");
    }
    this.draw1(row);
    this.sync.soon();
    this.status.waiting();
  }

  draw1(row) {
    const line = this.table.getRow(row.id);
    line.update(this.line(row));
    line.reformat();
    if (this.panel.shown === row) {
      this.panel.show(row, { fresh: false });
    }
  }

  undo() {
    this.step(this.steps.back(), "undone", "noUndo");
  }

  redo() {
    this.step(this.steps.forth(), "redone", "noRedo");
  }

  step(changes, done, none) {
    if (!changes) {
      this.status.say(this.words[none]);
      return;
    }
    const open = changes.filter((one) => !this.rows.get(one.id).whyLocked(one.field, this.words));
    this.write(open);
    this.status.say(fill(this.words[done], { n: open.length }));
    if (open.length) {
      this.keys.go(this.table.getRow(open[0].id).getCell(open[0].field));
    }
  }

  answered(row) {
    this.touchWords(row);
  }

  reasoned(row) {
    this.touchWords(row);
  }

  /** An answer or a reason was typed in the panel. */
  touchWords(row) {
    row.version += 1;
    row.dirty = true;
    row.refused = false;
    this.drafts.keep(row);
    this.draw1(row);
    this.sync.soon();
    this.status.waiting();
  }

  /** After somebody else saved: overwrite theirs with mine, or take theirs. */
  choose(row, whose) {
    row.lock = row.theirs.lock;
    row.saved = { ...row.theirs.cells };
    const { cells } = row.theirs;
    row.theirs = null;
    row.message = "";
    if (whose === "mine") {
      this.touch(row);
    } else {
      const before = { ...row.cells };
      row.cells = { ...cells };
      row.dirty = false;
      this.steps.remember(this.fields.filter((field) => before[field] !== cells[field]).map((field) => (
        { id: row.id, field, before: before[field], after: cells[field] })));
      this.drafts.forget(row);
      this.draw1(row);
      this.sync.check([row]);
    }
    this.panel.show(row);
    this.count();
  }

  // --- what the server said ------------------------------------------------------------------------------------------
  take(answers, versions, name) {
    let submitted = 0;
    answers.forEach((answer) => {
      const row = this.rows.get(answer.row);
      if (takeAnswer(row, answer, versions.get(row.id))) {
        this.drafts.forget(row);
        submitted += answer.result === "submitted" ? 1 : 0;
      } else if (row.dirty) {
        this.drafts.keep(row); // with the lock as it is now
      }
      this.draw1(row);
    });
    this.count();
    if (name === "submit") {
      this.handover.submitted(submitted, answers.length - submitted);
    } else if (name === "withdraw") {
      this.withdrawn(answers);
    }
  }

  /** What follows from the rows as a whole. */
  count() {
    this.status.count();
    this.fills.refresh();
    this.handover.refresh();
  }

  /** Take rows back from the reviewer. */
  async withdraw(rows) {
    await this.sync.withdraw(rows);
  }

  withdrawn(answers) {
    const left = answers.filter((one) => one.result !== "withdrawn");
    const said = fill(this.words.withdrawn, { n: answers.length - left.length });
    const why = left.map((one) => `“${this.rows.get(one.row).info.name}”${this.words.colon}${one.message}`).join("");
    this.status.say(left.length ? why : said, left.length ? "error" : "success");
  }

  /** Go to the cell of a row that wants something, or to the box below the grid where it is answered. */
  jump(row) {
    const field = Object.keys(row.errors)[0] || (row.open[0] || {}).field;
    this.keys.go(this.table.getRow(row.id).getCell(this.fields.includes(field) ? field : this.fields[0]));
    this.panel.show(row);
    const mended = Object.keys(row.errors).length || row.open.some((one) => one.severity === "error") || !row.filled;
    const box = mended ? null : document.querySelector("#grid-panel input:enabled, #grid-panel button");
    if (box) {
      box.focus({ preventScroll: true }); // it stands in the line that stays in sight
    }
  }

  moved() {
    const at = this.keys.selection;
    const row = at && this.order()[at.top];
    const picked = at ? at.bottom - at.top : 0;
    if (row && (row !== this.panel.shown || picked !== this.picked)) {
      this.picked = picked; // the panel offers what can be done with all of them
      this.panel.show(row);
    }
  }

  save() {
    this.sync.soon(0);
  }

  tell(name, values) {
    this.status.say(fill(this.words[name], values));
  }

  say(sentence, kind) {
    this.status.say(sentence, kind);
  }

  stateOf(row) {
    return stateOf(row, this.words)[0];
  }
}

const data = document.getElementById("grid-data");
const element = document.getElementById("grid");
if (data && element && window.Tabulator) {
  document.documentElement.classList.add("has-grid");
  const grid = new Grid(JSON.parse(data.textContent), element);
  grid.draw();
}
