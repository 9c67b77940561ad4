// What the page says: how saving stands, sentences for one action, banners that stay, how much is filled, what is left to do.
import { fill } from "./clipboard.js";

export class Status {
  constructor(grid) {
    this.grid = grid;
    this.words = grid.words;
    this.state = document.getElementById("grid-state");
    this.said = document.getElementById("grid-said");
    this.banner = document.getElementById("grid-banner");
    this.filled = document.getElementById("grid-filled");
    this.todo = document.getElementById("grid-todo");
  }

  built() {
    const press = (name, step) => document.getElementById(`grid-${name}`).addEventListener("click", step);
    press("submit", () => this.grid.handover.open());
    document.addEventListener("log-out", (event) => event.detail.push(this.grid.sync.flush()));
    press("undo", () => this.grid.undo());
    press("redo", () => this.grid.redo());
  }

  /** How saving stands: rest, saving, offline, failed, expired, forbidden, refused. */
  line(name, message = "") {
    this.last = name;
    if (name === "rest") {
      this.raise("");
      this.waiting();
      if (message) {
        this.say(message, "error");
      }
      return;
    }
    if (name === "saving" || name === "submitting") {
      this.state.textContent = this.words[name];
      return;
    }
    this.raise(message || this.words[name] || this.words.failed, name === "expired");
    this.waiting();
  }

  /** Rows that wait, in the line of the state. */
  waiting() {
    const rows = this.grid.order();
    const refused = rows.filter((row) => row.dirty && !row.ready).length;
    const ready = rows.filter((row) => row.ready).length;
    const parts = [];
    if (ready) {
      parts.push(fill(this.words.waiting, { n: ready }));
    }
    if (refused) {
      parts.push(fill(this.words.kept, { n: refused }));
    }
    this.state.textContent = parts.join("，") || this.words.saved;
    this.state.dataset.waiting = String(ready + refused);
  }

  raise(sentence, expired = false) {
    this.banner.hidden = !sentence;
    this.banner.textContent = sentence;
    if (expired) {
      const link = document.createElement("a");
      const back = `${window.location.pathname}?${this.grid.data.back}`;
      link.href = `${this.grid.data.addresses.login}?next=${encodeURIComponent(back)}`;
      link.textContent = this.words.login;
      this.banner.append(" ", link);
    }
  }

  say(sentence, kind = "info") {
    this.said.textContent = sentence;
    this.said.className = `grid-said is-${kind}`;
  }

  restored(cells) {
    if (cells) {
      this.say(fill(this.words.restored, { n: cells }), "success");
    }
    const locked = this.grid.order().filter((row) => row.restored && !row.editable);
    if (locked.length) {
      const told = locked.map((row) => fill(this.words.restoredLocked, { name: row.info.name, why: row.why }));
      this.say(told.join(""), "error");
    }
  }

  count() {
    const rows = this.grid.order();
    const mine = rows.filter((row) => !row.info.elsewhere);
    const asked = mine.some((row) => row.info.asked) ? mine.filter((row) => row.info.asked) : mine;
    const done = asked.filter((row) => row.filled || row.info.single && row.begun).length;
    this.filled.textContent = fill(this.words.filled, { n: done, m: asked.length });
    this.waiting();
    this.list();
  }

  /** Rows that want something, as a list of links to their cells. */
  list() {
    const open = this.grid.order().filter((row) => row.wanting || row.toAnswer);
    this.todo.replaceChildren();
    if (!open.length || !this.grid.keys) {
      return;
    }
    const head = document.createElement("span");
    head.textContent = fill(this.words.todo, { n: open.length });
    this.todo.append(head, " ");
    open.forEach((row) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button-link";
      button.textContent = `${row.info.name}（${this.grid.stateOf(row)}）`;
      button.addEventListener("click", () => this.grid.jump(row));
      this.todo.append(button, " ");
    });
  }
}
