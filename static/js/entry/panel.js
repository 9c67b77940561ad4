// Below the grid: what the selected row's cells are asked, answers to warnings, the reviewer's words, two versions side by side.
import { worded } from "./columns.js";

export function make(tag, { text = "", className = "", ...more } = {}, ...children) {
  const element = document.createElement(tag);
  element.textContent = text;
  element.className = className;
  Object.assign(element, more);
  element.append(...children);
  return element;
}

export class Panel {
  /** `page`: {words, data, fields, rows, answered(row), reasoned(row), choose(row, whose), withdraw(rows), keys}. */
  constructor(element, page) {
    this.element = element;
    this.page = page;
    this.shown = null;
    this.typing = false;
  }

  /** Show the row. What is being typed here is not overwritten by an answer that arrives meanwhile. */
  show(row, { fresh = true } = {}) {
    const typing = this.element.contains(document.activeElement) && document.activeElement.matches("input, textarea");
    if (!fresh && typing && this.shown === row) {
      return;
    }
    this.shown = row;
    this.element.classList.toggle("is-following", Boolean(row));
    const { words } = this.page;
    if (!row) {
      this.element.replaceChildren(make("p", { text: words.panelEmpty, className: "mute" }));
      return;
    }
    const link = make("a", { text: words.open, href: row.info.address });
    const head = make("div", { className: "panel-head" }, make("h2", { text: row.info.name }), this.unit(row), link);
    this.element.replaceChildren(
      head,
      ...this.told(row),
      ...(row.withdrawable ? [this.back(row)] : []),
      ...(row.theirs ? [this.versions(row)] : []),
      ...(row.corrects ? [this.correction(row)] : []),
      this.findings(row),
    );
  }

  unit(row) {
    return make("small", { text: row.info.unit, className: "mute" });
  }

  told(row) {
    const { words } = this.page;
    const lines = [];
    const say = (text, className = "") => lines.push(make("p", { text, className }));
    if (!row.editable && row.why) {
      say(row.why, "notice notice-warning");
    }
    if (row.info.single) {
      say(words.singleWhy, "notice");
    }
    if (row.otherUnit) {
      say(row.otherUnit, "notice notice-warning");
    }
    if (row.comment) {
      say(`${words.comment}${words.colon}${row.comment}`, "notice notice-warning");
    }
    Object.entries(row.comments).forEach(([field, text]) => {
      say(`${words.comment} · ${words[field] || field}${words.colon}${text}`, "notice notice-warning");
    });
    Object.entries(row.errors).forEach(([field, problems]) => {
      problems.forEach((text) => say(`${words[field] ? `${words[field]}：` : ""}${text}`, "panel-wrong"));
    });
    if (row.message && !Object.keys(row.errors).length) {
      say(row.message, "panel-wrong");
    }
    if (row.outlook) {
      const { symbol, label, status, sentence, doubts } = row.outlook;
      const chip = make("span", { text: `${symbol} ${label}`, className: `status status-${status}` });
      lines.push(make("p", { text: `${words.outlook}：` }, chip, sentence ? `  ${sentence}` : ""));
      doubts.forEach((text) => say(text, "mute"));
    }
    return lines;
  }

  /** Taking back: this row, and all of the selection where more of it may be. */
  back(row) {
    const { words } = this.page;
    const button = (text, rows) => {
      const one = make("button", { text, type: "button", className: "button-quiet" });
      one.addEventListener("click", () => {
        one.disabled = true;
        this.page.withdraw(rows).finally(() => { one.disabled = false; });
      });
      return one;
    };
    const picked = this.page.keys.rows().filter((one) => one.withdrawable);
    const all = picked.length > 1 ? [button(words.withdrawPicked.replace("{n}", picked.length), picked)] : [];
    return make("div", { className: "actions" }, button(words.withdraw, [row]), ...all);
  }

  versions(row) {
    const { words, data } = this.page;
    const shown = (field, cells) => worded(data.choices[field], cells[field]) || words.empty;
    const body = this.page.fields.filter((field) => row.cells[field] !== row.theirs.cells[field]).map((field) => make(
      "tr", {}, make("th", { text: words[field], scope: "row" }),
      make("td", { text: shown(field, row.cells) }), make("td", { text: shown(field, row.theirs.cells) }),
    ));
    const theirs = [words.theirs, row.theirs.when].filter(Boolean).join(" ");
    const heads = ["", words.mine, theirs].map((text) => make(text ? "th" : "td", { text, scope: text ? "col" : "" }));
    const mine = make("button", { text: words.takeMine, type: "button", className: "button-quiet" });
    const other = make("button", { text: words.takeTheirs, type: "button", className: "button-quiet" });
    mine.addEventListener("click", () => this.page.choose(row, "mine"));
    other.addEventListener("click", () => this.page.choose(row, "theirs"));
    return make(
      "div", { className: "panel-versions" },
      make("table", {}, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...body)),
      make("div", { className: "actions" }, mine, other),
    );
  }

  correction(row) {
    const box = make("input", { type: "text", id: "panel-reason", value: row.reason, maxLength: 1000, disabled: !row.editable });
    box.addEventListener("input", () => {
      row.reason = box.value;
      this.page.reasoned(row);
    });
    return this.field(this.page.words.correction, box);
  }

  findings(row) {
    const list = make("ul", { className: "panel-findings" });
    row.findings.forEach((one, at) => {
      const error = one.severity === "error";
      const kind = make("span", { text: error ? this.page.words.error : this.page.words.warning, className: `mark mark-${error ? "error" : "warning"}` });
      const item = make("li", { className: error ? "is-wrong" : "is-doubtful" }, kind);
      const cell = this.page.words[one.field];
      item.append(make("span", { text: ` ${cell ? `${cell}：` : ""}${one.message}` }));
      if (!error) {
        const box = make("input", {
          type: "text", id: `panel-answer-${at}`, value: row.answers[one.key] || "", maxLength: 1000, disabled: !row.editable,
        });
        box.addEventListener("input", () => {
          row.answers[one.key] = box.value;
          this.page.answered(row);
        });
        item.append(this.field(this.page.words.answer, box));
      }
      list.append(item);
    });
    return list;
  }

  field(label, box) {
    return make("div", { className: "field" }, make("label", { text: label, htmlFor: box.id }), box);
  }
}
