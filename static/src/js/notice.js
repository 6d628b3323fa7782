import { make } from "./dom.js";
import { say } from "./words.js";

/** Shows a notice above the page's foot; one with the same key replaces it. `stay: true` keeps it until it is closed. */
export function notice(key, words, { tone = "", link = null, stay = false } = {}) {
  silence(key);
  const shown = make("div", { class: `notice ${tone}`, "data-key": key }, make("p", { class: "says" }, words));
  if (link) shown.append(make("a", { href: link.href }, link.words));
  if (stay) shown.append(make("button", { type: "button", class: "link", onclick: () => shown.remove() }, say("close")));
  else setTimeout(() => shown.remove(), 8000);
  document.getElementById("toasts")?.append(shown);
}

export function silence(key) {
  document.querySelector(`#toasts [data-key="${key}"]`)?.remove();
}

/** Speaks to a screen reader without moving anything on the page. */
export function announce(words) {
  const region = document.getElementById("announcer");
  if (!region) return;
  // Emptied first: the same words twice would otherwise be heard once.
  region.textContent = "";
  setTimeout(() => {
    region.textContent = words;
  }, 60);
}
