// The grid of yearly targets, made quicker: a proposal goes into its field by a press, arrows go from field to field, a
// block from Excel is pasted cell by cell. Without this script the page is a plain form.
import { parse } from "../entry/clipboard.js";

const form = document.getElementById("yearly");
const table = form.querySelector("table.yearly");
const note = form.querySelector("[data-unsaved-note]");
const rows = [...table.querySelectorAll("tbody tr")]
  .map((row) => [...row.querySelectorAll("td input")])
  .filter((fields) => fields.length > 0);
const seen = JSON.parse(form.elements.seen.value);
let leaving = false;

const changed = (field) => field.value.trim() !== (seen[field.name] ?? "");

function look() {
  let number = 0;
  rows.flat().forEach((field) => {
    const differs = changed(field);
    field.classList.toggle("changed", differs);
    number += differs ? 1 : 0;
  });
  note.textContent = number ? form.dataset.unsaved.replace("{n}", number) : "";
  return number;
}

function placeOf(field) {
  const line = rows.findIndex((fields) => fields.includes(field));
  return [line, line < 0 ? -1 : rows[line].indexOf(field)];
}

table.querySelectorAll("[data-fill]").forEach((said) => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = said.textContent;
  said.replaceChildren(button);
  button.addEventListener("click", () => {
    const field = said.closest("td").querySelector("input");
    field.value = said.dataset.fill;
    field.focus();
    look();
  });
});

table.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key];
  const [line, at] = placeOf(event.target);
  if (!step || line < 0 || event.isComposing || event.altKey || event.ctrlKey) {
    return;
  }
  event.preventDefault();
  rows[line + step]?.[at]?.focus();
});

table.addEventListener("paste", (event) => {
  const cells = parse(event.clipboardData.getData("text/plain"));
  const [line, at] = placeOf(event.target);
  if (line < 0 || (cells.length === 1 && cells[0].length === 1)) {
    return;
  }
  event.preventDefault();
  const fits = cells.every((texts, down) => texts.every((text, right) => rows[line + down]?.[at + right]));
  if (!fits) {
    note.textContent = form.dataset.beyond;
    return;
  }
  cells.forEach((texts, down) => {
    texts.forEach((text, right) => {
      rows[line + down][at + right].value = text.trim();
    });
  });
  look();
});

form.addEventListener("input", look);
form.addEventListener("submit", () => {
  leaving = true;
});
window.addEventListener("beforeunload", (event) => {
  if (!leaving && look()) {
    event.preventDefault();
  }
});
look();
