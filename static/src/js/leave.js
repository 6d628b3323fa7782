import { forgetPerson, unsaved } from "./draft-store.js";
import { say } from "./words.js";

// On a shared computer words leave with their person. A form says so with data-leave.
document.addEventListener(
  "submit",
  (event) => {
    if (!event.target.matches("form[data-leave]")) return;
    const person = document.body.dataset.person;
    if (!person) return;
    const left = unsaved(person);
    if (left && !window.confirm(say("leave-unsaved"))) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    for (const box of document.querySelectorAll("draft-box")) box.end?.();
    forgetPerson(person);
  },
  { capture: true },
);
