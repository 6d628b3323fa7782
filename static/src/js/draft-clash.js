import { make } from "./dom.js";
import { say } from "./words.js";

/** Two versions side by side: nothing is decided until a person does. `chosen(true)` takes the other one. */
export function draftClash(form, mine, theirs, chosen) {
  const differing = Object.keys({ ...mine, ...theirs }).filter((name) => (mine[name] ?? "") !== (theirs[name] ?? ""));
  const panel = make(
    "div",
    { class: "clash", role: "group", "aria-label": say("clash") },
    make("p", {}, say("clash-why")),
    make(
      "div",
      { class: "versions" },
      side("clash-here", mine, "keep-mine", false),
      side("clash-there", theirs, "use-this", true),
    ),
  );
  return panel;

  function side(title, words, act, other) {
    const shown = differing.map((name) => make("p", { class: "words" }, words[name] || say("nothing-here")));
    const decide = () => {
      panel.remove();
      chosen(other);
      [...form.elements].find((field) => field.matches?.("textarea"))?.focus();
    };
    return make(
      "section",
      {},
      make("strong", {}, say(title)),
      make("div", {}, ...shown),
      make("button", { type: "button", class: "btn small-btn", onclick: decide }, say(act)),
    );
  }
}
