/* Watches a reading until it ends; ticks all boxes of a list; asks for a reason where one is needed; shows the line. No library. */
(() => {
  "use strict";

  const reading = document.querySelector("[data-watch]");
  if (reading) {
    const bar = document.getElementById("reading-progress");
    const doing = document.getElementById("reading-doing");
    let wait = 400;
    const look = async () => {
      try {
        const answer = await fetch(reading.dataset.watch, { headers: { Accept: "application/json" } });
        if (answer.ok) {
          const state = await answer.json();
          if (state.ended) {
            window.location.reload();
            return;
          }
          bar.max = state.steps || 1;
          bar.value = state.step;
          doing.textContent = state.doing;
        }
      } catch (error) {
        /* the line is down for a moment: the next look will tell */
      }
      wait = Math.min(wait * 1.25, 4000);
      window.setTimeout(look, wait);
    };
    window.setTimeout(look, wait);
  }

  const all = document.querySelector("[data-tick-all]");
  if (all) {
    const boxes = () => document.querySelectorAll(`input[name="${all.dataset.tickAll}"]`);
    const told = document.getElementById("ticked");
    const tell = () => {
      if (told) {
        told.textContent = [...boxes()].filter((box) => box.checked).length;
      }
    };
    all.addEventListener("change", () => {
      boxes().forEach((box) => {
        box.checked = all.checked;
      });
      tell();
    });
    boxes().forEach((box) => box.addEventListener("change", tell));
    tell();
  }

  document.querySelectorAll("[data-needed-by]").forEach((field) => {
    field.form.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) {
        field.required = button.value === field.dataset.neededBy;
      }
    });
  });

  const here = document.querySelector(".source-lines .is-here mark") || document.querySelector(".source-lines .is-here");
  if (here) {
    const list = here.closest(".source-lines");
    list.scrollTop = here.offsetTop - list.offsetTop - list.clientHeight / 3;
  }
})();
