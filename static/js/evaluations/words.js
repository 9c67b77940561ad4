/* Puts a quotation where the cursor stands, and asks before typed words are left. No library; the page works without it. */
const fields = [...document.querySelectorAll("textarea[data-words]")];
let last = fields[0] ?? null;
for (const field of fields) {
  field.addEventListener("focus", () => {
    last = field;
  });
}

for (const hint of document.querySelectorAll("[data-hint]")) {
  hint.textContent = hint.dataset.hint;
}

for (const quote of document.querySelectorAll("code[data-quote]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button-link";
  button.append(...quote.childNodes);
  button.addEventListener("click", () => {
    if (last) {
      last.focus();
      last.setRangeText(quote.dataset.quote, last.selectionStart, last.selectionEnd, "end");
      last.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  quote.append(button);
}

let typed = false;
const form = fields[0]?.form;
form?.addEventListener("input", () => {
  typed = true;
});
form?.addEventListener("submit", () => {
  typed = false;
});
window.addEventListener("beforeunload", (event) => {
  if (typed) {
    event.preventDefault();
  }
});
