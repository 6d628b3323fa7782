/** <question-sets>: shows the questions of the set that is chosen. The other sets stay on the page, with what was typed. */
class QuestionSets extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", this);
    this.addEventListener("draft:filled", this);
    this.#show();
  }

  handleEvent(event) {
    if (event.target.name === "questions") this.#show();
  }

  #show() {
    const chosen = this.querySelector("[name=questions]:checked")?.value;
    if (chosen === undefined) return;
    for (const set of this.querySelectorAll("[data-set]")) {
      set.hidden = set.dataset.set !== chosen;
      if (!set.hidden) this.querySelector("[name=prompts]").value = set.dataset.prompts;
    }
  }
}

customElements.define("question-sets", QuestionSets);
