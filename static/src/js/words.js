// The sentences that scripts say, translated by the server: <template id="sentences"><data value="key">…</data></template>.
const sentences = new Map();
const source = document.getElementById("sentences");
for (const line of source?.content.querySelectorAll("data") ?? []) sentences.set(line.value, line.textContent);

export function say(key, values = {}) {
  return (sentences.get(key) ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}
