// What the stock graphql-ws client makes of our socket, as one JSON object on the last line.
//   node tests/graphql/clients.mjs ws://127.0.0.1:8000/graphql <bearer token>

import { createClient } from "graphql-ws";

const [url, token] = process.argv.slice(2);

const seen = {};
const client = createClient({
  url,
  retryAttempts: 0,
  lazy: true,
  connectionParams: { authorization: `Bearer ${token}` },
  on: {
    pong: () => {
      seen.pong = true;
    },
  },
  keepAlive: 50,
});

async function all(payload) {
  const results = [];
  for await (const result of client.iterate(payload)) results.push(result);
  return results;
}

seen.count = await all({ query: "subscription Count($to: Int!) { count(to: $to, pause: 0.06) }", variables: { to: 3 } });
seen.together = await Promise.all([1, 2, 3].map((to) => all({ query: `subscription { count(to: ${to}) }` })));
seen.invalid = await all({ query: "subscription { unheardOf }" }).catch((errors) => errors);
seen.mutation = await all({ query: 'mutation { say(words: "x") { words } }' }).catch((errors) => errors);
seen.stopped = [];
for await (const { data } of client.iterate({ query: "subscription { count(to: 1000000, pause: 0.01) }" })) {
  seen.stopped.push(data.count);
  if (data.count === 2) break;
}
await client.dispose();

const stranger = createClient({ url, retryAttempts: 0, connectionParams: { authorization: "Bearer nobody" } });
seen.refused = await new Promise((resolve) => {
  stranger.subscribe({ query: "subscription { count(to: 1) }" }, { next() {}, complete() {}, error: resolve });
}).then(({ code, reason }) => ({ code, reason }));

console.log(JSON.stringify(seen));
process.exit(0);
