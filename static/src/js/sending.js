// A second click sends nothing twice. The server is safe against it too; this spares the reader the doubt.
document.addEventListener(
  "submit",
  (event) => {
    if (!("sending" in event.target.dataset)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  { capture: true },
);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get" || "again" in form.dataset) return;
  hold(form, event.submitter);
});
document.addEventListener("htmx:before:request", (event) => {
  const form = event.target.closest?.("form");
  if (form) hold(form, event.detail.ctx.request.submitter);
});
document.addEventListener("htmx:finally:request", (event) => {
  const form = event.target.closest?.("form");
  if (form) release(form);
});
// Back from the next page: the form is as it was left, and must work again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sending]")) release(form);
});

function hold(form, button) {
  form.dataset.sending = "";
  button?.setAttribute("aria-busy", "true");
  // A line that never answers must not lock the form for good.
  form.releaseTimer = setTimeout(() => release(form), 20_000);
}

function release(form) {
  clearTimeout(form.releaseTimer);
  delete form.dataset.sending;
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}
