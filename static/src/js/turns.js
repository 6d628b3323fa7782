import { announce } from "./notice.js";
import { say } from "./words.js";

// Going through those who wait: single keys lead on, where one isn't writing. They can be switched off (WCAG 2.1.4).
const OFF = "keys-off";
const WRITES = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";
const ACTS = {
  j: () => find(".next")?.click(),
  k: () => find(".back")?.click(),
  r: write,
  "?": list,
};

const find = (part) => document.querySelector(`.turn ${part}`);
const box = () => document.querySelector(".reply-box textarea");

document.addEventListener("keydown", (event) => {
  if (!find(".next") || event.defaultPrevented || event.isComposing) return;
  if (event.key === "Escape" && event.target.closest?.(".reply-box")) return find(".next").focus();
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(WRITES)) return;
  const act = ACTS[event.key.toLowerCase()];
  if (!act || (off() && event.key !== "?")) return;
  event.preventDefault();
  act();
});

function write() {
  box()?.focus();
  box()?.scrollIntoView({ block: "center" });
}

function list() {
  const keys = find(".keys");
  keys.open = !keys.open;
  keys.querySelector("summary").focus();
}

function off() {
  return localStorage.getItem(OFF) === "yes";
}

document.addEventListener("change", ({ target }) => {
  if (target.id !== "keys-on") return;
  if (target.checked) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "yes");
  announce(say(target.checked ? "keys-on" : "keys-off"));
});

function show() {
  const choice = document.getElementById("keys-on");
  if (choice) choice.checked = !off();
}

show();
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  show();
  if (ctx.select === "#main") arrived();
  else if (ctx.request.action.endsWith("/messages") && ctx.response?.status === 200) sent();
});

/** The next one is a page of its own to whoever hears it: it begins at its heading. */
function arrived() {
  const head = document.querySelector("#main h1");
  head?.setAttribute("tabindex", "-1");
  head?.focus({ preventScroll: true });
  scrollTo(0, 0);
}

/** What is left is read anew, even without a line; and the next one is a press away. */
function sent() {
  if (!find(".next")) return;
  document.dispatchEvent(new Event("thread-read"));
  setTimeout(() => find(".next").focus());
}
