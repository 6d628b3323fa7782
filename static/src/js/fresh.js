const GATHER = 120; // ms in which all who ask for a page are given the same one
const reading = new Map(); // address -> Promise<Document | null>: one that is on its way already
const coming = new Map(); // address -> Promise<Document | null>: one that is not asked for yet

/**
 * The page at this address as it is now, or null when it can't be told. Whatever happened before the call is in it. Several
 * may hold the same page: they take copies of what stands in it.
 */
export function anew(address) {
  if (!coming.has(address)) coming.set(address, gathered(address));
  return coming.get(address);
}

async function gathered(address) {
  await Promise.all([new Promise((done) => setTimeout(done, GATHER)), reading.get(address)]);
  const page = read(address);
  coming.delete(address);
  reading.set(address, page);
  try {
    return await page;
  } finally {
    if (reading.get(address) === page) reading.delete(address);
  }
}

async function read(address) {
  try {
    // The header says that nobody came to look: an open page does this by itself.
    const response = await fetch(address, { headers: { Accept: "text/html", "X-By-Itself": "1" } });
    if (!response.ok || response.redirected) return null;
    return new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    return null; // the line is gone again; following anew will say so again
  }
}
