/* Counts the ticked figures on the button that approves them, and takes all ticks off or on. Without it the page works. */
(() => {
  "use strict";

  const number = document.getElementById("bulk-number");
  const none = document.getElementById("bulk-none");
  if (!number || !none) {
    return;
  }
  const boxes = [...document.querySelectorAll('#bulk input[name="figure"]')];
  const send = number.closest("button");
  const words = [none.textContent, none.dataset.all];
  const tell = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    number.textContent = ticked;
    send.disabled = ticked === 0;
    none.textContent = ticked ? words[0] : words[1];
  };
  none.hidden = false;
  none.addEventListener("click", () => {
    const on = !boxes.some((box) => box.checked);
    boxes.forEach((box) => {
      box.checked = on;
    });
    tell();
  });
  boxes.forEach((box) => box.addEventListener("change", tell));
  tell();
})();
