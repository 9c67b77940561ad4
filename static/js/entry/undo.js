// Steps back and forth. A step is everything that one action changed: a typed cell, or all cells of a paste.

export class Undo {
  constructor(most = 200) {
    this.most = most;
    this.done = [];
    this.undone = [];
  }

  /** `changes`: [{id, field, before, after}]. */
  remember(changes) {
    this.done.push(changes);
    this.done.splice(0, this.done.length - this.most);
    this.undone = [];
  }

  /** What to change to go one step back; null where there is none. */
  back() {
    const step = this.done.pop();
    if (!step) {
      return null;
    }
    this.undone.push(step);
    return step.map(({ id, field, before }) => ({ id, field, after: before })).reverse();
  }

  forth() {
    const step = this.undone.pop();
    if (!step) {
      return null;
    }
    this.done.push(step);
    return step.map(({ id, field, after }) => ({ id, field, after }));
  }
}
