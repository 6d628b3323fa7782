import { say } from "./words.js";

/** Sends one file as it is; XMLHttpRequest, because fetch can't tell how far a body has gone. Returns what stops it. */
export function upload(file, { progress, done, failed }) {
  const request = new XMLHttpRequest();
  request.open("POST", "/files");
  request.responseType = "json";
  const headers = { "Content-Type": "application/octet-stream", "X-File-Name": encodeURIComponent(file.name) };
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  request.setRequestHeader("Accept", "application/json");
  request.upload.addEventListener("progress", (event) => event.lengthComputable && progress(event.loaded / event.total));
  request.addEventListener("load", () => {
    if (request.status === 201) done(request.response);
    else failed(request.response?.message || say(request.status === 401 ? "signed-out" : "photo-failed"));
  });
  request.addEventListener("error", () => failed(say("photo-no-line")));
  request.addEventListener("timeout", () => failed(say("photo-no-line")));
  request.send(file);
  return () => request.abort();
}
