// The boxes that open in a cell. `editing` is the one that is open: {commit(), cancel(), typed}; keys.js moves on from it.

export const state = { editing: null, first: null };

/** A box for text and figures. Typing opened it: the character typed comes first, and arrows move on to the next cell. */
export function textEditor(cell, onRendered, success, cancel, { label, most }) {
  const box = document.createElement("input");
  const typed = state.first !== null;
  const text = typed ? state.first : cell.getValue() || "";
  state.first = null;
  box.type = "text";
  box.value = text;
  box.autocomplete = "off";
  box.maxLength = most;
  box.className = "grid-box";
  box.setAttribute("aria-label", label(cell));
  return opened(box, { typed, onRendered, success, cancel, start: () => (typed ? end(box) : box.select()) });
}

/** A choice of words. */
export function choiceEditor(cell, onRendered, success, cancel, { label, choices }) {
  const box = document.createElement("select");
  const first = state.first;
  state.first = null;
  box.className = "grid-box";
  box.setAttribute("aria-label", label(cell));
  choices.forEach(([code, word]) => box.append(new Option(word, code)));
  box.value = cell.getValue();
  const start = () => {
    const wanted = first && choices.find(([, word]) => word.startsWith(first));
    if (wanted) {
      [box.value] = wanted;
    }
  };
  box.addEventListener("change", () => box.dataset.touched && success(box.value));
  box.addEventListener("mousedown", () => {
    box.dataset.touched = "1"; // chosen with the mouse: done at once
  });
  return opened(box, { typed: false, onRendered, success, cancel, start });
}

function opened(box, { typed, onRendered, success, cancel, start }) {
  const own = { typed, box, commit: () => finish(() => success(box.value)), cancel: () => finish(cancel) };
  const finish = (step) => {
    if (state.editing === own) {
      state.editing = null;
      step();
    }
  };
  state.editing = own;
  onRendered(() => {
    box.focus({ preventScroll: true });
    start();
  });
  box.addEventListener("blur", () => own.commit());
  return box;
}

function end(box) {
  box.setSelectionRange(box.value.length, box.value.length);
}
