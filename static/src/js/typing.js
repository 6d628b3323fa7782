// Boxes grow with what is written; Ctrl or Cmd with Enter sends.
const grows = CSS.supports("field-sizing", "content");

function fit({ target }) {
  if (grows || !target.matches?.("textarea")) return;
  target.style.blockSize = "auto";
  target.style.blockSize = `${target.scrollHeight + 2}px`;
}

document.addEventListener("input", fit);
document.addEventListener("draft:filled", fit);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  if (!event.target.matches?.("textarea")) return;
  event.preventDefault();
  event.target.form?.requestSubmit();
});
