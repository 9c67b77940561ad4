// What the server has not acknowledged lies in this browser until it has: keyed by person, plan, year and row (a monthly
// report of projects: "reports" and the month in the places of plan and year), so that
// another person on the same computer is never shown it. An entry goes when the server has stored the same texts, when the
// person gives it up, and when the person logs out and agrees to lose it (js/log-out.js): a computer that is handed on then
// keeps nothing. A session that merely ends, a closed browser or a cut line leave it where it is.

const PREFIX = "entry-draft";

/** Everything that is kept of a person: [{key, plan, year}], of every plan and year. */
export function keptOf(person) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}:${person}:`)).map((key) => {
      const [, , plan, year] = key.split(":");
      return { key, plan, year };
    });
  } catch (error) {
    return []; // nothing can be kept here
  }
}

export class Drafts {
  /** `about`: plan and year, "12:2025". */
  constructor(person, about) {
    this.here = `${PREFIX}:${person}:${about}:`;
  }

  keep(row) {
    const draft = {
      cells: Object.fromEntries(row.changed.map((name) => [name, row.cells[name]])),
      lock: row.lock,
      reason: row.reason,
      answers: row.answers,
    };
    try {
      localStorage.setItem(this.here + row.id, JSON.stringify(draft));
      return true;
    } catch (error) {
      return false; // private browsing or a full disk: the page itself still holds it
    }
  }

  forget(row) {
    try {
      localStorage.removeItem(this.here + row.id);
    } catch (error) {
      /* nothing was kept */
    }
  }

  /** What is kept for a row; null where nothing is, or what is there cannot be read. */
  of(row) {
    try {
      const draft = JSON.parse(localStorage.getItem(this.here + row.id));
      return draft && typeof draft.cells === "object" ? draft : null;
    } catch (error) {
      return null;
    }
  }
}

/** Put what was kept back into the rows; how many cells came back. The lock is the one read then: others' saves are noticed. */
export function restore(rows, drafts) {
  let cells = 0;
  rows.forEach((row) => {
    const draft = drafts.of(row);
    if (!draft) {
      return;
    }
    const names = Object.keys(draft.cells).filter((name) => name in row.cells && draft.cells[name] !== row.cells[name]);
    const said = Object.keys(draft.answers || {}).length || (draft.reason && draft.reason !== row.reason);
    if (!names.length && !said) {
      drafts.forget(row);
      return;
    }
    names.forEach((name) => {
      row.cells[name] = String(draft.cells[name]);
    });
    row.reason = draft.reason || row.reason;
    row.answers = { ...row.answers, ...draft.answers };
    row.change();
    row.lock = draft.lock;
    row.restored = true;
    cells += names.length || 1;
  });
  return cells;
}
