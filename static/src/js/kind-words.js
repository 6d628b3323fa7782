const SHORT = 25; // letters
const PRAISE = 70;

/**
 * <kind-words data-praise="great good …" data-short="…"> in a form: a quiet word beside what is being typed, by a few plain
 * rules. It never keeps anybody from sending, and says nothing where there is nothing to say.
 */
class KindWords extends HTMLElement {
  #listening = new AbortController();
  #timer = 0;

  connectedCallback() {
    const listen = (name) => this.closest("form")?.addEventListener(name, this, { signal: this.#listening.signal });
    ["input", "draft:filled"].forEach(listen);
  }

  disconnectedCallback() {
    this.#listening.abort();
    clearTimeout(this.#timer);
  }

  handleEvent() {
    // A word in the middle of a sentence would only be in the way.
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#say(), 1200);
  }

  #say() {
    const boxes = [...this.closest("form").querySelectorAll("textarea")];
    const text = boxes
      .map((box) => box.value.trim())
      .join(" ")
      .trim();
    const words = this.#advice(text, boxes.length > 1);
    if (this.textContent !== words) this.textContent = words;
  }

  #advice(text, form) {
    const { kind, specific, short, helpful } = this.dataset;
    if (!text) return "";
    if (this.#has("harsh", text)) return kind;
    if (text.length < PRAISE && this.#has("praise", text)) return specific;
    if (text.length < SHORT) return short;
    // A form asks for questions and ideas by itself.
    return form || /[?？؟]/.test(text) || this.#has("onward", text) ? "" : helpful;
  }

  #has(signs, text) {
    const heard = new Set(text.toLowerCase().match(/[\p{L}\p{M}’']+/gu) ?? []);
    return this.dataset[signs].split(" ").some((sign) => heard.has(sign));
  }
}

customElements.define("kind-words", KindWords);
