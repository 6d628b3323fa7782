// What a form holds that a person typed or chose, as {name: text}; several values of one name stand on lines of their own.
const NEVER = new Set(["password", "file", "submit", "button", "image", "reset"]);

function fields(form) {
  return [...form.elements].filter(
    (field) => field.name && !NEVER.has(field.type) && (field.type !== "hidden" || "draft" in field.dataset),
  );
}

export function read(form) {
  const words = {};
  for (const field of fields(form)) {
    words[field.name] ??= "";
    if (/^(checkbox|radio)$/.test(field.type) && !field.checked) continue;
    words[field.name] += (words[field.name] && "\n") + field.value;
  }
  return words;
}

export function write(form, words) {
  // Photos first: they bring text fields of their own, which are then filled as the others.
  form.dispatchEvent(new CustomEvent("draft:restore", { detail: words }));
  for (const field of fields(form)) {
    if (field.type === "hidden" || !(field.name in words)) continue;
    if (/^(checkbox|radio)$/.test(field.type)) field.checked = words[field.name].split("\n").includes(field.value);
    else field.value = words[field.name];
    field.dispatchEvent(new Event("draft:filled", { bubbles: true }));
  }
}

export function same(one, other) {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => (one[name] ?? "") === (other[name] ?? ""));
}

export function isEmpty(words) {
  return Object.values(words).every((text) => !text.trim());
}
