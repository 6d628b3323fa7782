const NEAR = 60; // px from the end that still count as being there

/** <talk-end>: says how much came in while its reader is further up in the talk in front of it, and leads there. */
class TalkEnd extends HTMLElement {
  #new = 0;

  connectedCallback() {
    this.talk = this.previousElementSibling;
    this.watcher = new MutationObserver((changes) => this.#came(changes));
    this.watcher.observe(this.talk, { childList: true, subtree: true });
    this.scrolled = () => !this.#away && this.#tell(0);
    this.talk.addEventListener("scroll", this.scrolled, { passive: true });
    this.querySelector("button").addEventListener("click", () => this.#go());
  }

  disconnectedCallback() {
    this.watcher.disconnect();
    this.talk.removeEventListener("scroll", this.scrolled);
  }

  /** What is turned over begins at its end: further up is less than nothing. */
  get #away() {
    return this.talk.scrollTop < -NEAR;
  }

  #came(changes) {
    if (!this.#away) return;
    const last = this.talk.querySelector(".thread > li:last-child");
    const added = changes.flatMap(({ addedNodes }) => [...addedNodes]).filter((node) => node === last);
    if (added.length) this.#tell(this.#new + 1);
  }

  #tell(count) {
    this.#new = count;
    this.hidden = !count;
    this.querySelector("span").textContent = count;
  }

  #go() {
    this.talk.scrollTop = 0;
    this.talk.focus();
    this.#tell(0);
  }
}

customElements.define("talk-end", TalkEnd);
