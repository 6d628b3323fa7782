import { signedOut } from "./answers.js";
import { pause } from "./net.js";
import { notice, silence } from "./notice.js";
import { say } from "./words.js";

// One socket for a page, whatever the number of topics on it.
const topics = new Map(); // topic -> {cursor, tell: Set<(frame) => void>}
const SESSION_ENDED = 4401;
const FOREIGN_ORIGIN = 4403;
const RESTARTING = 1012;
const TOO_MUCH = new Set([1008, 4429]);
const WORTH_SAYING = 3000; // ms without a line

let socket = null;
let attempt = 0;
let retry = 0;
let worry = 0;
let worried = false;
let stopped = false;

/** Calls `tell` with each frame of the topic after `cursor`; the function it returns ends that. */
export function follow(topic, cursor, tell) {
  const known = topics.get(topic);
  const followed = known ?? { cursor, tell: new Set() };
  // A fragment that came later may know more or less than we have heard: what is told twice does no harm.
  if (!followed.tell.size) followed.cursor = cursor;
  followed.tell.add(tell);
  topics.set(topic, followed);
  if (!known) ask({ follow: topic, after: followed.cursor });
  connect();
  return () => {
    followed.tell.delete(tell);
    // An element that is only moved comes back at once.
    queueMicrotask(() => {
      if (followed.tell.size || topics.get(topic) !== followed) return;
      topics.delete(topic);
      ask({ unfollow: topic });
    });
  };
}

function ask(words) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(words));
}

function connect() {
  if (stopped || socket || !topics.size) return;
  clearTimeout(retry);
  worry ||= setTimeout(worryAloud, WORTH_SAYING);
  const line = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live`);
  socket = line;
  line.addEventListener("open", () => line === socket && opened());
  line.addEventListener("message", (event) => line === socket && heard(event.data));
  line.addEventListener("close", (event) => line === socket && closed(event.code));
}

function opened() {
  for (const [topic, { cursor }] of topics) ask({ follow: topic, after: cursor });
  document.dispatchEvent(new Event("live-open"));
  clearTimeout(worry);
  worry = 0;
  silence("line");
  if (worried) notice("line", say("line-back"), { tone: "leaf" });
  worried = false;
}

function heard(data) {
  attempt = 0;
  const frame = JSON.parse(data);
  if (frame.error) console.warn("live:", frame.error);
  const followed = topics.get(frame.topic);
  if (!followed) return;
  if (frame.cursor) followed.cursor = frame.cursor;
  for (const tell of [...followed.tell]) tell(frame);
  if (frame.gone) topics.delete(frame.topic);
}

function closed(code) {
  socket = null;
  if (code === SESSION_ENDED || code === FOREIGN_ORIGIN) {
    stopped = true;
    clearTimeout(worry);
    silence("line");
    if (code === SESSION_ENDED) signedOut();
    return;
  }
  if (!topics.size) return;
  worry ||= setTimeout(worryAloud, WORTH_SAYING);
  const first = code === RESTARTING ? 200 : TOO_MUCH.has(code) ? 10_000 : 500;
  retry = setTimeout(connect, pause(attempt++, first));
}

function worryAloud() {
  worried = true;
  notice("line", say("line-lost"), { stay: true });
}

function now() {
  if (socket?.readyState === WebSocket.OPEN) return;
  attempt = 0;
  connect();
}

function hangUp() {
  const line = socket;
  if (!line) return;
  // Without a network the browser may take minutes to notice: we don't wait for its close.
  closed(0);
  line.close();
}

// What scripts of some pages alone have to say over the same socket.
document.addEventListener("live-say", (event) => ask(event.detail));
window.addEventListener("online", now);
window.addEventListener("offline", hangUp);
window.addEventListener("pageshow", now);
document.addEventListener("visibilitychange", () => document.hidden || now());
