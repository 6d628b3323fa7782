/** All files of a drop, those in folders too, in the order of their names; `within` says where each was. To be called while the event is told. */
export async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files];
  const found = await Promise.all(entries.map(within));
  return found.flat();
}

async function within(entry) {
  // What a system lays into folders for itself is nobody's work.
  if (entry.name.startsWith(".") || entry.name === "Thumbs.db") return [];
  if (entry.isFile) {
    const file = await new Promise((done, failed) => entry.file(done, failed));
    return [Object.assign(file, { within: entry.fullPath.slice(1) })];
  }
  const reader = entry.createReader();
  const inner = [];
  // A reader gives a hundred at a time, and nothing at the end.
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) break;
    inner.push(...some);
  }
  inner.sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
  const found = await Promise.all(inner.map(within));
  return found.flat();
}
