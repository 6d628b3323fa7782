/** <tag-box> around a box of tags with commas between them, and a button for each tag that was used before. */
class TagBox extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector("input");
    this.addEventListener("click", (event) => this.#take(event.target.closest("[data-tag]")));
    this.addEventListener("input", () => this.#show());
    this.addEventListener("draft:filled", () => this.#show());
    this.#show();
  }

  #tags() {
    return this.box.value
      .split(",")
      .map((tag) => tag.trim())
      .filter(Boolean);
  }

  #take(button) {
    if (!button) return;
    const { tag } = button.dataset;
    const tags = this.#tags();
    this.box.value = (tags.includes(tag) ? tags.filter((one) => one !== tag) : [...tags, tag]).join(", ");
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #show() {
    const tags = this.#tags();
    for (const button of this.querySelectorAll("[data-tag]"))
      button.setAttribute("aria-pressed", tags.includes(button.dataset.tag));
  }
}

customElements.define("tag-box", TagBox);
