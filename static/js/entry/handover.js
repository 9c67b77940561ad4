// Before rows go to the reviewer: which are ready, which are not and why, and the choice of rows. It stands in the page,
// above the grid; nothing is handed over before its own button is pressed.
import { fill } from "./clipboard.js";
import { make } from "./panel.js";

/** Why a row cannot be handed over yet; "" where it can; null where there is nothing to hand over. */
export function hindrance(row, words) {
  const said = row.filled || (row.info.single && row.lock !== null);
  const waits = row.dirty || row.wanting;
  if (row.state === "submitted" || (row.state === "approved" && !waits) || (!said && !waits) || (!row.editable && !waits)) {
    return null;
  }
  if (!row.editable) {
    return row.why;
  }
  if (row.theirs) {
    return words.stale;
  }
  const [wrong] = Object.values(row.errors).flat();
  if (wrong || row.wantsReason) {
    return wrong || words.wantReason;
  }
  if (row.dirty) {
    return row.message || words.unsaved;
  }
  const [open] = row.open;
  return open ? `${open.severity === "error" ? words.error : words.answerMissing}${words.colon}${open.message}` : "";
}

export class Handover {
  /** `grid`: {words, order(), sync, keys, jump(row), say(), status}. */
  constructor(element, opener, grid) {
    this.element = element;
    this.opener = opener;
    this.grid = grid;
    this.left = new Set(); // ids of ready rows that the person left out
    element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        this.close();
      }
    });
  }

  /** Save what waits, then show what would be handed over. */
  async open() {
    await this.grid.sync.flush();
    // a returned row that nobody touched is offered, not chosen
    this.left = new Set(this.grid.order().filter((row) => row.state === "returned").map((row) => row.id));
    this.picked = this.grid.keys.rows().map((row) => row.id);
    this.element.hidden = false;
    this.opener.setAttribute("aria-expanded", "true");
    this.draw();
    this.element.focus();
    this.element.scrollIntoView({ block: "nearest" });
  }

  close() {
    this.element.hidden = true;
    this.opener.setAttribute("aria-expanded", "false");
    this.opener.focus();
  }

  /** The rows changed: show them as they are now, with what was chosen. */
  refresh() {
    if (!this.element.hidden && !this.element.contains(document.activeElement)) {
      this.draw();
    }
  }

  get chosen() {
    return this.ready.filter((row) => !this.left.has(row.id));
  }

  draw() {
    const { words } = this.grid;
    const rows = this.grid.order().map((row) => [row, hindrance(row, words)]);
    this.ready = rows.filter(([, why]) => why === "").map(([row]) => row);
    const held = rows.filter(([, why]) => why);
    const blank = rows.map(([row]) => row).filter((row) => row.editable && hindrance(row, words) === null && !row.state);
    const parts = [fill(words.handReady, { n: this.ready.length })];
    if (held.length) {
      parts.push(fill(words.handHeld, { n: held.length }));
    }
    if (blank.length) {
      parts.push(fill(words.handBlank, { n: blank.length }));
    }
    this.go = this.button("", () => this.submit(), "");
    const buttons = [this.go, this.button(words.cancel, () => this.close())];
    if (this.ready.length) {
      buttons.push(this.button(words.chooseAll, () => this.choose(() => true)));
      buttons.push(this.button(words.chooseNone, () => this.choose(() => false)));
      buttons.push(this.button(fill(words.choosePicked, { n: this.picked.length }), () => this.choose((row) => this.picked.includes(row.id))));
    }
    this.element.replaceChildren(
      make("h2", { text: words.handTitle, id: "grid-handover-title" }),
      make("p", { text: `${parts.join(words.comma)}${words.stop}` }),
      make("div", { className: "actions" }, ...buttons),
      ...this.list(words.handReadyHead, "handover-ready", this.ready.map((row) => this.choice(row))),
      ...this.list(words.handHeldHead, "handover-held", held.map(([row, why]) => make("li", {}, this.jump(row), `${words.colon}${why}`))),
      ...this.list(words.handBlankHead, "handover-blank", blank.map((row) => make("li", {}, this.jump(row)))),
    );
    this.count();
  }

  list(head, className, items) {
    return items.length ? [make("h3", { text: head }), make("ul", { className }, ...items)] : [];
  }

  choice(row) {
    const { words, data } = this.grid;
    const box = make("input", { type: "checkbox", checked: !this.left.has(row.id) });
    box.addEventListener("change", () => {
      this.left[box.checked ? "delete" : "add"](row.id);
      this.count();
    });
    const said = data.cells.filter((one) => one.brief && row.cells[one.field])
      .map((one) => fill(one.brief, { text: row.cells[one.field], unit: row.info.unit })).join(words.comma);
    const untouched = row.state === "returned" ? `${words.opening}${words.untouched}${words.closing}` : "";
    return make("li", {}, make("label", {}, box, make("span", { text: row.info.name }), make("small", { text: `${said}${untouched}` })));
  }

  jump(row) {
    return make("button", { type: "button", className: "button-link", text: row.info.name, onclick: () => this.grid.jump(row) });
  }

  button(text, step, className = "button-quiet") {
    const button = make("button", { type: "button", text, className });
    button.addEventListener("click", step);
    return button;
  }

  choose(wanted) {
    this.left = new Set(this.ready.filter((row) => !wanted(row)).map((row) => row.id));
    this.element.querySelectorAll(".handover-ready input").forEach((box, at) => {
      box.checked = wanted(this.ready[at]);
    });
    this.count();
  }

  count() {
    this.go.textContent = fill(this.grid.words.handGo, { n: this.chosen.length });
    this.go.disabled = !this.chosen.length;
  }

  async submit() {
    this.go.disabled = true;
    this.grid.status.line("submitting");
    await this.grid.sync.submit(this.chosen); // without an answer it stays open, and the banner says why
    this.count();
  }

  /** The server answered: how many are submitted, and where to look where some are not. */
  submitted(done, left) {
    const { words } = this.grid;
    const said = [done ? fill(words.submitted, { n: done }) : "", left ? fill(words.notSubmitted, { n: left }) : ""];
    this.grid.status.say(said.join(""), left ? "error" : "success");
    this.close();
    const first = left && this.grid.order().find((row) => hindrance(row, words));
    if (first) {
      this.grid.jump(first);
    }
  }
}
