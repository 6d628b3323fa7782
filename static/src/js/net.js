export function signIn() {
  return `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
}

/** Grows from `first` to 30 s, never twice the same, so that a restarted server isn't met by everyone at once. */
export function pause(attempt, first = 500) {
  const most = Math.min(30_000, first * 2 ** Math.min(attempt, 10));
  return most / 2 + (Math.random() * most) / 2;
}
