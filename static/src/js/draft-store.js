// The copies of drafts on this device: one key for each person, place and writing.
const PREFIX = "trellis-draft:";

export function keep(person, place, writing, copy) {
  try {
    localStorage.setItem(key(person, place, writing), JSON.stringify(copy));
    return true;
  } catch {
    return false; // full, or forbidden by the browser: the box then says so
  }
}

/** @returns {{writing: string, base: number, words: Object<string, string>, saved: boolean}[]} newest first */
export function kept(person, place) {
  return all((found) => found.startsWith(`${PREFIX}${person}:${place}:`))
    .map(([, copy]) => copy)
    .sort((one, other) => other.at - one.at);
}

export function unsaved(person) {
  return all((found) => found.startsWith(`${PREFIX}${person}:`)).filter(([, copy]) => !copy.saved).length;
}

export function forget(person, place, writing) {
  remove((found) => found === key(person, place, writing));
}

/** Sent words: no copy of them may ever come back, whoever and wherever. */
export function bury(writing) {
  remove((found) => found.endsWith(`:${writing}`));
}

export function forgetPerson(person) {
  remove((found) => found.startsWith(`${PREFIX}${person}:`));
}

function key(person, place, writing) {
  return `${PREFIX}${person}:${place}:${writing}`;
}

function all(wanted) {
  const copies = [];
  for (const found of keys().filter(wanted)) {
    try {
      copies.push([found, JSON.parse(localStorage.getItem(found))]);
    } catch {
      localStorage.removeItem(found);
    }
  }
  return copies;
}

function remove(wanted) {
  for (const found of keys().filter(wanted)) localStorage.removeItem(found);
}

function keys() {
  try {
    return Object.keys(localStorage).filter((found) => found.startsWith(PREFIX));
  } catch {
    return [];
  }
}
