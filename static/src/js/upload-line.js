import { upload } from "./upload.js";

const AT_ONCE = 3; // Each is drawn anew when it has come: more would only wait there.
const waiting = [];
let going = 0;

/** `upload`, in the order in which it is asked for, three at a time on this page. Returns what stops it, or takes it out of the line. */
export function uploadInLine(file, { progress, done, failed }) {
  let stop = null;
  const end = () => {
    if (!stop) return;
    stop = null;
    going -= 1;
    next();
  };
  const begin = () => {
    going += 1;
    const ended =
      (tell) =>
      (...told) => {
        end();
        tell(...told);
      };
    stop = upload(file, { progress, done: ended(done), failed: ended(failed) });
  };
  waiting.push(begin);
  next();
  return () => {
    const place = waiting.indexOf(begin);
    if (place >= 0) waiting.splice(place, 1);
    stop?.();
    end();
  };
}

function next() {
  while (going < AT_ONCE && waiting.length) waiting.shift()();
}
