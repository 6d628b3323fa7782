import { say } from "./words.js";

const LARGE = 8_000_000; // bytes

/**
 * Sends one file, a large one in pieces. `done` gets what the hub tells of it, `failed` why not, and whether trying again can
 * help. Returns what stops it.
 */
export function upload(file, { progress, done, failed }) {
  const refused = (status, answer) => {
    const words = answer?.message || say(status === 401 ? "signed-out" : status ? "file-failed" : "file-no-line");
    // Of the file itself, the hub says the same each time; for want of room, or of a part that got lost, it doesn't.
    failed(words, !(status === 422 && answer?.field === "photo"));
  };
  if (file.size <= LARGE) return whole(file, { progress, done, failed: refused });
  let stop = null;
  let stopped = false;
  // Loaded by the first large file, because most pages never need it; a script of its own, whose address the page knows.
  import(document.body.dataset.resumable)
    .then(({ resumable }) => {
      if (!stopped) stop = resumable(file, { progress, done, failed: refused });
    })
    .catch(() => refused(0));
  return () => {
    stopped = true;
    stop?.();
  };
}

/** As it is; XMLHttpRequest, because fetch can't tell how far a body has gone. */
function whole(file, { progress, done, failed }) {
  const request = new XMLHttpRequest();
  request.open("POST", "/files");
  request.responseType = "json";
  const headers = { "Content-Type": "application/octet-stream", "X-File-Name": encodeURIComponent(file.name) };
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  request.setRequestHeader("Accept", "application/json");
  request.upload.addEventListener("progress", (event) => event.lengthComputable && progress(event.loaded / event.total));
  request.addEventListener("load", () => {
    if (request.status === 201) done(request.response);
    else failed(request.status, request.response);
  });
  request.addEventListener("error", () => failed(0));
  request.addEventListener("timeout", () => failed(0));
  request.send(file);
  return () => request.abort();
}
