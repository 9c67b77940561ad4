// What the page knows of each row: texts as typed, texts as stored, and what the server said about them. No sums are done here.

export class Row {
  /** `shape`: {fields: names of the cells in their order, filledBy: those without which nothing is reported yet}. */
  constructor(info, shape) {
    this.info = info;
    this.shape = shape;
    this.id = info.id;
    this.cells = { ...info.cells };
    this.answers = {};
    this.reason = info.reason;
    this.version = 0; // counts changes on this page, so that an answer about older texts is known for one
    this.dirty = false;
    this.errors = {};
    this.outlook = null;
    this.message = "";
    this.theirs = null; // what another person saved meanwhile
    this.refused = false; // the server will not take these texts: nothing is sent before they change
    this.take(info);
  }

  /** State, leave and lock as the server tells them. */
  take(told) {
    for (const name of ["lock", "state", "sign", "label", "editable", "why", "withdrawable", "corrects", "comment", "comments", "otherUnit", "version"]) {
      if (name in told && name !== "version") {
        this[name] = told[name];
      }
    }
    this.saved = { ...told.cells };
    this.findings = told.findings || [];
    this.findings.forEach((one) => {
      if (one.answer) {
        this.answers[one.key] = one.answer;
      }
    });
  }

  /** "" where the cell may be typed into, else why not. */
  whyLocked(field, words) {
    if (!this.shape.fields.includes(field)) {
      return words.readOnlyColumn;
    }
    if (!this.editable) {
      return this.why;
    }
    return this.info.blocked.includes(field) ? words.notApplicable : "";
  }

  change() {
    this.version += 1;
    this.dirty = true;
    this.refused = false;
    this.errors = {};
    this.message = "";
  }

  get changed() {
    return this.shape.fields.filter((name) => this.cells[name] !== this.saved[name]);
  }

  get filled() {
    return this.shape.filledBy.some((name) => this.cells[name]);
  }

  get begun() {
    return this.filled || this.lock !== null;
  }

  get open() {
    return this.findings.filter((one) => one.severity === "error" || !(this.answers[one.key] || "").trim());
  }

  /** A warning waits for its reason, or an error to be mended. */
  get toAnswer() {
    return this.editable && this.begun && this.open.length > 0;
  }

  get wantsReason() {
    return this.corrects && !this.reason.trim();
  }

  /** May be sent as it is. */
  get ready() {
    return this.dirty && this.editable && !this.theirs && !this.refused && !this.wantsReason;
  }

  /** Something here waits for the person. */
  get wanting() {
    return Boolean(this.theirs || Object.keys(this.errors).length || (this.dirty && (this.refused || this.wantsReason)));
  }

  sent() {
    return {
      row: this.id,
      lock: this.lock,
      cells: { ...this.cells },
      reason: this.corrects ? this.reason : null,
      answers: { ...this.answers },
    };
  }
}

/** Take an answer of the server over. `version`: the row's when it was sent. True where the row is now stored as typed. */
export function takeAnswer(row, answer, version) {
  const same = row.version === version;
  row.outlook = same && answer.outlook !== undefined ? answer.outlook : row.outlook;
  if (answer.result === "checked") {
    row.findings = answer.findings;
    return false;
  }
  if (answer.result === "stale" && row.shape.fields.every((name) => answer.theirs.cells[name] === row.cells[name])) {
    answer.result = "saved"; // our own save, whose answer never arrived
  }
  const stored = ["saved", "submitted", "findings", "withdrawn"].includes(answer.result);
  if (stored && answer.result === "withdrawn" && row.dirty) {
    return kept(row, answer);
  }
  if (stored) {
    row.take(answer);
    row.theirs = null;
    if (same) {
      row.cells = { ...answer.cells };
      row.dirty = false;
      row.errors = {};
      row.message = answer.message;
    }
    return same;
  }
  if (answer.result === "stale") {
    row.theirs = answer.theirs;
    row.message = answer.message;
    return false;
  }
  if (!same) {
    return false;
  }
  row.refused = true;
  row.errors = answer.errors || {};
  row.message = answer.message;
  if ("editable" in answer && answer.result !== "fields") {
    row.editable = answer.editable;
    row.why = answer.why || answer.message;
  }
  return false;
}

/** Taken back, while a draft of other texts lay in this browser: both stand side by side until one is chosen. */
function kept(row, answer) {
  const { lock } = row;
  row.take(answer);
  row.lock = lock;
  row.theirs = { cells: answer.cells, lock: answer.lock, when: "" };
  row.message = "";
  return false;
}
