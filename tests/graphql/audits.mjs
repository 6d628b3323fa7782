// Runs every audit of the public suite for GraphQL over HTTP against a live server.
//   node tests/graphql/audits.mjs http://127.0.0.1:8000/graphql [bearer token]
// Prints how many passed, and each that did not, whatever its strength; ends with 1 when one did not.

import { auditServer } from "graphql-http";

const [url, token] = process.argv.slice(2);

const results = await auditServer({
  url,
  fetchFn: (address, init = {}) =>
    fetch(address, {
      ...init,
      headers: { ...init.headers, ...(token ? { authorization: `Bearer ${token}` } : {}) },
    }),
});

const missed = results.filter((result) => result.status !== "ok");
for (const { id, name, reason } of missed) {
  console.log(`${id} ${name}: ${reason}`);
}
console.log(`${results.length - missed.length} of ${results.length}`);
process.exitCode = missed.length ? 1 : 0;
