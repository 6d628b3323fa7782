import { say } from "./words.js";

// "5 minutes ago" goes on being true while the page stays open. Older days keep the words that the server chose.
const STEPS = [
  ["minute", 60],
  ["hour", 3600],
  ["day", 86_400],
];
const language = document.documentElement.lang || "en-GB";
const spoken = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
// A device may be an hour wrong: what counts is how long after the hub's own clock it looks.
const wrong = Date.now() - (Date.parse(document.documentElement.dataset.now) || Date.now());
const whole = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short" });

export function tell() {
  for (const time of document.querySelectorAll('time[datetime*="T"]:not([data-fixed])')) {
    const then = new Date(time.dateTime);
    const ago = (Date.now() - wrong - then) / 1000;
    if (Number.isNaN(ago) || ago < -60 || ago > 6 * 86_400) continue;
    time.title ||= whole.format(then);
    const words = ago < 60 ? say("just-now") : relative(ago);
    if (time.textContent !== words) time.textContent = words;
  }
}

function relative(ago) {
  const [unit, seconds] = STEPS.findLast(([, size]) => ago >= size);
  return spoken.format(-Math.floor(ago / seconds), unit);
}

tell();
setInterval(tell, 30_000);
document.addEventListener("htmx:after:swap", tell);
