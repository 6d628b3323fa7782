import { typedIn } from "./dom.js";

// An answer puts a part of the page anew, as when a step is ticked. A form in it that somebody was filling in, and did not send,
// stays as it was, with what it builds on. What a draft-box holds is saved elsewhere.
let unsent = [];

document.addEventListener("htmx:before:swap", ({ target, detail: { ctx } }) => {
  unsent = [...(ctx.target?.querySelectorAll("form[id]") ?? [])].filter(
    (form) => form !== target && !form.closest("draft-box") && typedIn(form),
  );
});

document.addEventListener("htmx:after:swap", () => {
  for (const form of unsent) {
    const fresh = document.getElementById(form.id);
    if (!fresh || fresh === form) continue;
    fresh.replaceWith(form);
    form.closest("details")?.setAttribute("open", "");
  }
  unsent = [];
});
