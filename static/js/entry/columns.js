// Columns of the grid: what a cell shows, how it is edited, and what its colour and its title say.
import { choiceEditor, textEditor } from "./editors.js";

/**
 * `page`: {rows (Map by id), data, words, mixed: only some rows are asked}. Which columns there are is told by the server:
 * `data.cells` are typed into ({field, width, number, most}), `data.beside` only stand beside them ({field, title, width}).
 */
export function columns(page) {
  const { words, data } = page;
  const name = { title: words.row, field: "name", frozen: true, cssClass: "grid-row", width: narrow() ? 120 : data.nameWidth, formatter: nameCell(page), ...plain };
  const beside = data.beside.map((one) => (
    { ...one, ...right, formatter: told(page, (row) => row.info.beside[one.field] || []), ...plain }));
  const cells = data.cells.map((one) => entered(page, one));
  const after = [
    { title: words.state, field: "state", width: 76, formatter: stateCell(page), ...plain },
    { title: words.hint, field: "hint", minWidth: data.hintWidth, widthGrow: 1, formatter: hintCell(page), ...plain },
  ];
  return narrow() ? [name, ...cells, ...after, ...beside] : [name, ...beside, ...cells, ...after];
}

const right = { hozAlign: "right", headerHozAlign: "right" };
const plain = { variableHeight: true };

function narrow() {
  return window.innerWidth < 720;
}

function entered(page, { field, width, number, most }) {
  const choices = page.data.choices[field];
  const label = (cell) => `${rowOf(page, cell).info.name} ${page.words[field]}`;
  return {
    ...plain,
    title: page.words[field],
    field,
    width,
    ...(number ? right : {}),
    cssClass: number ? "grid-cell grid-number" : "grid-cell",
    formatter: cellFormatter(page, field, choices),
    editable: (cell) => !rowOf(page, cell).whyLocked(field, page.words),
    editor: choices ? choiceEditor : textEditor,
    editorParams: { label, choices, most },
  };
}

export function rowOf(page, cell) {
  return page.rows.get(cell.getRow().getIndex());
}

/** What a stored code is called; an unknown text stays as it was pasted. */
export function worded(choices, text) {
  const known = choices && choices.find(([code]) => code === text);
  return known ? known[1] : text;
}

/** The code of a pasted word; a text that is neither stays, for the server to refuse it. A blank is the usual choice. */
export function coded(choices, text, usual) {
  const said = text.trim();
  const known = choices.find(([code, word]) => word === said || code === said);
  return known ? known[0] : said || usual;
}

function text(words, className = "") {
  const element = document.createElement("span");
  element.textContent = words;
  element.className = className;
  return element;
}

function told(page, tell) {
  return (cell) => {
    const [words, title] = tell(rowOf(page, cell));
    cell.getElement().title = title || "";
    return text(words || "—", words ? "grid-told" : "grid-none");
  };
}

function nameCell(page) {
  return (cell) => {
    const row = rowOf(page, cell);
    const holder = document.createElement("div");
    const unit = [row.info.unit, row.info.means].filter(Boolean).join(" · ");
    holder.append(text(row.info.name, "grid-name"), text(unit, "grid-unit"));
    if (row.info.asked && page.mixed) {
      const mark = text("●", "grid-asked");
      mark.title = page.words.asked;
      holder.prepend(mark);
    }
    return holder;
  };
}

function cellFormatter(page, field, choices) {
  return (cell) => {
    const row = rowOf(page, cell);
    const element = cell.getElement();
    const why = row.whyLocked(field, page.words);
    const problems = row.errors[field] || [];
    const found = row.findings.filter((one) => one.field === field && (one.severity === "error" || !row.answers[one.key]));
    const comment = row.comments[field] || "";
    const wrong = problems.length > 0 || found.some((one) => one.severity === "error");
    element.classList.toggle("is-locked", Boolean(why));
    element.classList.toggle("is-changed", row.dirty && row.cells[field] !== row.saved[field]);
    element.classList.toggle("is-wrong", wrong);
    element.classList.toggle("is-doubtful", !wrong && found.length > 0);
    element.classList.toggle("is-commented", Boolean(comment));
    element.setAttribute("aria-invalid", String(wrong));
    element.setAttribute("aria-readonly", String(Boolean(why)));
    const lines = [...problems, ...found.map((one) => one.message)];
    element.title = [comment && `${page.words.comment}${page.words.colon}${comment}`, ...lines, why].filter(Boolean).join("\n");
    const blocked = row.info.blocked.includes(field);
    const quiet = blocked || (choices && !row.filled); // the usual choice of a row in which nothing stands yet
    return text(blocked ? page.words.notApplicable : worded(choices, row.cells[field]), quiet ? "grid-none" : "");
  };
}

/** [word, class, sign] of the row's state as the person should see it now. */
export function stateOf(row, words) {
  if (row.theirs) {
    return [words.stale, "is-wrong", "!"];
  }
  if (Object.keys(row.errors).length || row.findings.some((one) => one.severity === "error")) {
    return [words.mend, "is-wrong", "✗"];
  }
  if (row.dirty) {
    return [row.wantsReason ? words.wantReason : words.unsaved, "is-changed", "…"];
  }
  if (row.toAnswer) {
    return [words.toAnswer, "is-doubtful", "?"];
  }
  return [row.label, row.state ? `is-${row.state}` : "is-none", row.sign];
}

function stateCell(page) {
  return (cell) => {
    const row = rowOf(page, cell);
    const [word, className, sign] = stateOf(row, page.words);
    cell.getElement().title = row.editable ? "" : row.why;
    const holder = text("", `grid-state ${className}`);
    const mark = text(sign, "grid-sign");
    mark.setAttribute("aria-hidden", "true");
    holder.append(mark, word);
    return holder;
  };
}

/** The one thing that matters most, on one line; the panel below the table says everything about the chosen row. */
function hintOf(row, words) {
  const wrong = Object.values(row.errors).flat();
  const comments = [row.comment, ...Object.values(row.comments)].filter(Boolean);
  if (row.info.elsewhere) {
    return [words.elsewhere, "grid-none"];
  }
  if (!row.editable && row.why && row.state !== "submitted") {
    return [row.why, "grid-none"];
  }
  if (wrong.length || (row.message && row.editable)) {
    return [wrong[0] || row.message, "is-wrong"];
  }
  if (comments.length && !row.dirty) {
    return [`${words.comment}${words.colon}${comments.join(words.semicolon)}`, "is-doubtful"];
  }
  const [first] = row.editable ? row.open : [];
  return first ? [first.message, first.severity === "error" ? "is-wrong" : "is-doubtful"] : ["", ""];
}

function hintCell(page) {
  return (cell) => {
    const row = rowOf(page, cell);
    const [words, className] = hintOf(row, page.words);
    const holder = text(words, `grid-hint ${className}`);
    if (!words && row.info.single) {
      const link = document.createElement("a");
      link.href = row.info.address;
      link.textContent = page.words.single;
      link.title = page.words.singleWhy;
      link.tabIndex = -1; // one stop for the whole grid; the panel below holds the same link
      holder.append(link, " ");
    }
    if (!words && row.outlook) {
      const { symbol, label, status, sentence } = row.outlook;
      holder.append(text(`${symbol} ${label}`, `status status-${status}`), ` ${sentence || ""}`);
    }
    cell.getElement().title = holder.textContent;
    return holder;
  };
}
