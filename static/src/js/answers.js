import { parse } from "./dom.js";
import { signIn } from "./net.js";
import { notice } from "./notice.js";
import { say } from "./words.js";

// What htmx does with answers that aren't the fragment it asked for.
const SWAPPED = new Set([409, 422]);

document.addEventListener("htmx:before:swap", (event) => {
  const { status } = event.detail.ctx.response ?? {};
  if (!status || status < 400 || SWAPPED.has(status)) return;
  // An error page never takes the place of someone's words: the form stays, and a sentence says what happened.
  event.preventDefault();
  if (status === 401) return signedOut();
  const told = parse(event.detail.ctx.text ?? "")
    .querySelector("[data-says]")
    ?.textContent.trim();
  notice("answer", told || say("went-wrong"), { tone: "sun", stay: true });
});

document.addEventListener("htmx:error", (event) => {
  if (event.detail.ctx) notice("answer", say("no-line"), { tone: "sun", stay: true });
});

export function signedOut() {
  notice("signed-out", say("signed-out"), { tone: "sun", stay: true, link: { href: signIn(), words: say("sign-in-again") } });
}
