// Sends changed rows to the server: gathered for a moment, one request at a time, in order. A cut line is tried again with
// growing pauses; a session that has ended stops the sending until somebody logs in again. Nothing is given up here.

const GATHER = 800;
const PAUSES = [2000, 4000, 8000, 15000, 30000];

export class Sync {
  /** `told`: {state(name, details), answers(answers, versions), ready() → rows to send}. */
  constructor({ addresses, token, about }, told) {
    this.addresses = addresses;
    this.token = token;
    this.about = about; // what all rows belong to
    this.told = told;
    this.busy = null;
    this.timer = 0;
    this.failures = 0;
    this.halted = "";
    window.addEventListener("online", () => this.soon(0));
    window.addEventListener("offline", () => told.state("offline"));
    document.addEventListener("visibilitychange", () => document.hidden && this.soon(0));
  }

  /** Save what is ready after the pause in which more may be typed. */
  soon(pause = GATHER) {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.flush(), pause);
  }

  /** Save now; the promise ends when the answer is taken over. */
  async flush() {
    window.clearTimeout(this.timer);
    if (this.busy) {
      await this.busy;
    }
    const rows = this.halted ? [] : this.told.ready();
    if (!rows.length) {
      this.told.state(this.halted || "rest");
      return;
    }
    this.told.state("saving");
    if (await this.post("save", rows)) {
      this.soon(this.told.ready().length ? GATHER : 0);
    }
  }

  /** Ask about rows without writing. */
  async check(rows) {
    await (this.busy || Promise.resolve());
    return rows.length ? this.post("check", rows) : true;
  }

  async submit(rows) {
    await (this.busy || Promise.resolve());
    return this.post("submit", rows);
  }

  async withdraw(rows) {
    await (this.busy || Promise.resolve());
    return this.post("withdraw", rows);
  }

  async post(name, rows) {
    this.busy = this.send(name, rows);
    try {
      return await this.busy;
    } finally {
      this.busy = null;
    }
  }

  async send(name, rows) {
    const versions = new Map(rows.map((row) => [row.id, row.version]));
    let answer;
    try {
      answer = await fetch(this.addresses[name], {
        method: "POST",
        redirect: "manual", // the way to the log-in page is no answer
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify({ ...this.about, rows: rows.map((row) => row.sent()) }),
      });
    } catch (error) {
      return this.again("offline", name);
    }
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      return this.halt(answer.status === 403 ? await this.why(answer) : "expired");
    }
    if (answer.status === 400) {
      return this.halt("refused", (await answer.json().catch(() => ({}))).message);
    }
    if (!answer.ok) {
      return this.again("failed", name);
    }
    const told = await answer.json().catch(() => null);
    if (!told) {
      return this.again("failed", name);
    }
    this.failures = 0;
    this.told.answers(told.rows, versions, name);
    this.told.state("rest", told.message);
    return true;
  }

  /** A refused token belongs to an earlier log-in; any other refusal is one of permission. */
  async why(answer) {
    const page = await answer.text().catch(() => "");
    return page.includes("data-csrf-refused") ? "expired" : "forbidden";
  }

  again(state, name) {
    const pause = PAUSES[Math.min(this.failures, PAUSES.length - 1)];
    this.failures += 1;
    this.told.state(state);
    if (name === "save" || name === "check") {
      this.soon(pause);
    }
    return false;
  }

  halt(state, message) {
    this.halted = state;
    this.told.state(state, message);
    return false;
  }
}
