// Logging out leaves nothing of the person on this computer. Where texts of the entry grid lie here that the server does not have,
// the person is asked first; without any, and without this script, logging out is a plain form.
import { keptOf } from "./entry/drafts.js";

const PATIENCE = 3000; // how long a last attempt to save may take

const form = document.querySelector("[data-log-out]");
const ask = document.getElementById("log-out-ask");

/** Rows that wait in the grid of this page, kept in the browser or not. */
function waiting() {
  const state = document.getElementById("grid-state");
  return state ? Number(state.dataset.waiting || 0) : 0;
}

/** Let the page save what it can. */
function lastAttempt() {
  const saving = [];
  document.dispatchEvent(new CustomEvent("log-out", { detail: saving }));
  const enough = new Promise((done) => { window.setTimeout(done, PATIENCE); });
  return Promise.race([Promise.all(saving), enough]);
}

/** Where the texts of a draft were typed, and how that is said. */
function placeOf({ plan, year }) {
  const { entry, line, reports, reportLine } = ask.dataset;
  return plan === "reports"
    ? { address: `${reports}?month=${year}`, said: reportLine.replace("{month}", year) }
    : { address: `${entry}?plan=${plan}&year=${year}`, said: line.replace("{year}", year) };
}

/** One line for each plan and year, or month of reports, with the way there. */
function lines(kept) {
  const counts = new Map();
  kept.map(placeOf).forEach(({ address, said }) => {
    counts.set(address, { said, n: (counts.get(address) || { n: 0 }).n + 1 });
  });
  return [...counts].map(([address, { said, n }]) => {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = said.replace("{n}", n);
    const line = document.createElement("li");
    line.append(link);
    return line;
  });
}

async function leave(event) {
  if (!keptOf(form.dataset.logOut).length && !waiting()) {
    return;
  }
  event.preventDefault();
  await lastAttempt();
  const kept = keptOf(form.dataset.logOut);
  if (!kept.length && !waiting()) {
    form.submit();
    return;
  }
  ask.querySelector("ul").replaceChildren(...lines(kept));
  ask.showModal();
}

if (form && ask) {
  form.addEventListener("submit", leave);
  ask.querySelector("[data-stay]").addEventListener("click", () => ask.close());
  ask.querySelector("[data-leave]").addEventListener("click", () => {
    keptOf(form.dataset.logOut).forEach(({ key }) => localStorage.removeItem(key));
    form.submit();
  });
}
