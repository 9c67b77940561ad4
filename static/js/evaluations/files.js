/* Watches the files that are being made, each until it ends; then the page is read again. No library. */

const FIRST_WAIT = 400;
const LONGEST_WAIT = 4000;

async function look(line) {
  try {
    const answer = await fetch(line.dataset.watch, { headers: { Accept: "application/json" } });
    if (!answer.ok) {
      return false;
    }
    const state = await answer.json();
    const bar = line.querySelector("progress");
    bar.max = state.steps || 1;
    bar.value = state.step;
    line.querySelector("[data-doing]").textContent = state.doing;
    return state.ended;
  } catch {
    return false; /* the line is down for a moment: the next look will tell */
  }
}

function watch(line, wait) {
  window.setTimeout(async () => {
    if (await look(line)) {
      window.location.reload();
      return;
    }
    watch(line, Math.min(wait * 1.25, LONGEST_WAIT));
  }, wait);
}

document.querySelectorAll("[data-watch]").forEach((line) => {
  line.querySelector("[data-reload]").hidden = true;
  watch(line, FIRST_WAIT);
});
