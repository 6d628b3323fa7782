import { Upload } from "tus-js-client";

// Bytes. What came of a piece counts, so a lost line costs nothing of it; behind a proxy that keeps bodies back, this at the most.
const PIECE = 32_000_000;
const PAUSES = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000, 30_000]; // ms

/** Sends one large file in pieces, and goes on by itself after a lost line, in this page or the next. Returns what stops it. */
export function resumable(file, { progress, done, failed }) {
  const upload = new Upload(file, {
    endpoint: "/uploads",
    chunkSize: PIECE,
    retryDelays: PAUSES,
    // A line that is away is waited for; another line of the same file, too. What the hub refuses, it refuses again.
    onShouldRetry: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0;
      return status < 400 || status >= 500 || [408, 409, 423, 429].includes(status);
    },
    metadata: { filename: file.name },
    // Whose upload it was is asked of the hub: on a shared computer it answers the next person with 404, and they begin anew.
    removeFingerprintOnSuccess: true,
    headers: { Accept: "application/json" },
    onProgress: (sent, all) => progress(sent / all),
    onError: (error) => failed(error.originalResponse?.getStatus() ?? 0, told(error.originalResponse?.getBody())),
    onSuccess: async () => {
      try {
        const response = await fetch(upload.url, { method: "POST", headers: { Accept: "application/json" } });
        const answer = await response.json();
        if (response.ok) done(answer);
        else failed(response.status, answer);
      } catch {
        failed(0);
      }
    },
  });
  let stopped = false;
  upload.findPreviousUploads().then(([earlier]) => {
    if (stopped) return;
    if (earlier) upload.resumeFromPreviousUpload(earlier);
    upload.start();
  });
  return () => {
    stopped = true;
    upload.abort(true).catch(() => {}); // What is left of it there is swept away in a day.
  };
}

function told(body) {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
