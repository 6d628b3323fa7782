// Joins names as the language of the page does.
const list = new Intl.ListFormat(document.documentElement.lang || "en-GB", { type: "conjunction" });

/** <who-reads> around the choice of an audience: its line says in names who that is, as one chooses. */
class WhoReads extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", () => this.#say());
    this.addEventListener("draft:filled", () => this.#say());
  }

  #say() {
    const line = this.querySelector(".who-reads");
    const named = [...this.querySelectorAll("[data-says]:checked")].map((box) => box.dataset.says);
    const words = named.length ? line.dataset.others.replace("{who}", list.format(named)) : line.dataset.alone;
    line.querySelector("span").textContent = words;
  }
}

customElements.define("who-reads", WhoReads);
