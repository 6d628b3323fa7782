/** `make("p", { class: "small" }, "words", child)`; a property that starts with "on" is a listener. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/** Whether a box in it holds what the server does not know yet. */
export function typedIn(element) {
  return [...element.querySelectorAll("input:not([type=hidden]), textarea")].some((box) => box.value !== box.defaultValue);
}
