export function meta(name) {
  return document.querySelector(`meta[name="${name}"]`)?.content ?? "";
}

/** The header that proves a request comes from our own page; none where the server asks for none. */
export function proof() {
  const token = meta("csrf-token");
  return token ? { [meta("csrf-header") || "X-CSRF-Token"]: token } : {};
}

export function signIn() {
  return `${meta("sign-in") || "/sign-in"}?next=${encodeURIComponent(location.pathname + location.search)}`;
}

/** Grows from `first` to 30 s, never twice the same, so that a restarted server isn't met by everyone at once. */
export function pause(attempt, first = 500) {
  const most = Math.min(30_000, first * 2 ** Math.min(attempt, 10));
  return most / 2 + (Math.random() * most) / 2;
}
