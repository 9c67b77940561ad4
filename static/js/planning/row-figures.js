// The printed cells of one row: what they mean is shown while they are typed. The server reads them; nothing is saved.

const form = document.getElementById("cells");
const WAIT = 600;
let waiting = 0;
let asked = 0;

async function look() {
  const mine = ++asked;
  const sent = new FormData(form);
  sent.set("action", "preview");
  let answer;
  try {
    answer = await fetch(window.location.href, { method: "POST", body: sent, redirect: "error" });
  } catch {
    return; // the button still asks
  }
  if (mine !== asked || !answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.getElementById("preview");
  if (mine !== asked || !found) return;
  found.querySelector("[autofocus]")?.removeAttribute("autofocus"); // who types stays where they are
  document.getElementById("preview")?.remove();
  form.after(found);
}

form?.addEventListener("input", (event) => {
  if (!["base", "target", "growth"].includes(event.target.name)) return;
  clearTimeout(waiting);
  waiting = setTimeout(look, WAIT);
});
