// Columns of the grid: what a cell shows, how it is edited, and what its colour and its title say.
import { fill } from "./clipboard.js";
import { choiceEditor, textEditor } from "./editors.js";
import { CELLS } from "./rows.js";

const NUMBERS = new Set(["value", "growth"]);
const WIDTHS = { value: 88, growth: 68, value_basis: 78, growth_basis: 78, vintage: 60, source_title: 104, note: 72 };
const MOST = { value: 60, growth: 60, source_title: 200, note: 2000 };

/** `page`: {rows (Map by id), data, words}. */
export function columns(page) {
  const { words, data } = page;
  const name = { title: words.row, field: "name", frozen: true, cssClass: "grid-row", width: narrow() ? 120 : 168, formatter: nameCell(page), ...plain };
  const beside = [
    { title: words.base, field: "base", width: 60, ...right, formatter: told(page, (row) => [row.info.base]), ...plain },
    ...data.past.map((year, at) => ({
      title: String(year),
      field: `past${at}`,
      width: 60,
      ...right,
      formatter: told(page, (row) => [row.info.past[at].text, row.info.past[at].title]),
      ...plain,
    })),
    {
      title: fill(words.plannedOf, { year: data.year }),
      field: "planned",
      width: 64,
      ...right,
      formatter: told(page, (row) => [row.info.planned]),
      ...plain,
    },
  ];
  const cells = CELLS.map((field) => entered(page, field));
  const after = [
    { title: words.state, field: "state", width: 66, formatter: stateCell(page), ...plain },
    { title: words.hint, field: "hint", minWidth: 190, widthGrow: 1, formatter: hintCell(page), ...plain },
  ];
  return narrow() ? [name, ...cells, ...after, ...beside] : [name, ...beside, ...cells, ...after];
}

const right = { hozAlign: "right", headerHozAlign: "right" };
const plain = { variableHeight: true };

function narrow() {
  return window.innerWidth < 720;
}

function entered(page, field) {
  const choices = page.data.choices[field];
  const label = (cell) => `${rowOf(page, cell).info.name} ${page.words[field]}`;
  return {
    ...plain,
    title: page.words[field],
    field,
    width: WIDTHS[field],
    ...(NUMBERS.has(field) ? right : {}),
    cssClass: NUMBERS.has(field) ? "grid-cell grid-number" : "grid-cell",
    formatter: cellFormatter(page, field, choices),
    editable: (cell) => !rowOf(page, cell).whyLocked(field, page.words),
    editor: choices ? choiceEditor : textEditor,
    editorParams: { label, choices, most: MOST[field] },
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
    if (row.info.asked) {
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
    element.title = [comment && `${page.words.comment}：${comment}`, ...lines, why].filter(Boolean).join("\n");
    const blocked = row.info.blocked.includes(field);
    return text(blocked ? page.words.notApplicable : worded(choices, row.cells[field]), blocked ? "grid-none" : "");
  };
}

/** [word, class] of the row's state as the person should see it now. */
export function stateOf(row, words) {
  if (row.theirs) {
    return [words.stale, "is-wrong"];
  }
  if (Object.keys(row.errors).length || row.findings.some((one) => one.severity === "error")) {
    return [words.mend, "is-wrong"];
  }
  if (row.dirty) {
    return [row.wantsReason ? words.wantReason : words.unsaved, "is-changed"];
  }
  return [row.label, row.state ? `is-${row.state}` : "is-none"];
}

function stateCell(page) {
  return (cell) => {
    const row = rowOf(page, cell);
    const [word, className] = stateOf(row, page.words);
    cell.getElement().title = row.editable ? "" : row.why;
    const holder = document.createElement("div");
    holder.append(text(word, `grid-state ${className}`));
    if (row.info.single) {
      const link = document.createElement("a");
      link.href = row.info.address;
      link.textContent = page.words.single;
      link.title = page.words.singleWhy;
      link.tabIndex = -1; // one stop for the whole grid; the panel below holds the same link
      holder.append(document.createElement("br"), link);
    }
    return holder;
  };
}

function hintCell(page) {
  return (cell) => {
    const row = rowOf(page, cell);
    const holder = document.createElement("div");
    const open = row.open;
    const comments = [row.comment, ...Object.values(row.comments)].filter(Boolean);
    const wrong = Object.values(row.errors).flat();
    if (!row.editable && row.why) {
      holder.append(text(row.why, "grid-hint grid-none"));
    }
    if ((row.message && row.editable) || wrong.length) {
      holder.append(text(wrong[0] || row.message, "grid-hint is-wrong"));
    }
    if (comments.length && !row.dirty) {
      holder.append(text(`${page.words.comment}：${comments.join("；")}`, "grid-hint is-doubtful"));
    }
    open.slice(0, 1).forEach((one) => {
      holder.append(text(one.message, `grid-hint ${one.severity === "error" ? "is-wrong" : "is-doubtful"}`));
    });
    if (row.outlook) {
      const symbol = text(`${row.outlook.symbol} ${row.outlook.label}`, `status status-${row.outlook.status}`);
      holder.append(symbol, text(row.outlook.sentence ? ` ${row.outlook.sentence}` : "", "grid-hint grid-ahead"));
    }
    cell.getElement().title = holder.textContent;
    return holder;
  };
}
