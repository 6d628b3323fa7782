import { forgetPerson, unsaved } from "./draft-store.js";
import { say } from "./words.js";

const PATIENCE = 2000; // ms for last words to reach the server

// On a shared computer words leave with their person. A form says so with data-leave.
document.addEventListener("submit", leave, { capture: true });

async function leave(event) {
  const form = event.target;
  const person = document.body.dataset.person;
  if (!person || !form.matches("form[data-leave]")) return;
  const boxes = [...document.querySelectorAll("draft-box")];
  if (unsaved(person)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    await Promise.race([Promise.all(boxes.map((box) => box.save?.())), new Promise((done) => setTimeout(done, PATIENCE))]);
    if (unsaved(person) && !window.confirm(say("leave-unsaved"))) return;
    forgetPerson(person);
    for (const box of boxes) box.end?.();
    form.requestSubmit();
    return;
  }
  for (const box of boxes) box.end?.();
  forgetPerson(person);
}
