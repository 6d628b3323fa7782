const AGAIN = 3000; // ms after which the server hears again that somebody is still writing

/** <room-here topic="thread:<id>">: says that this page is looked at, and when its person is writing. What it says is told by the server. */
class RoomHere extends HTMLElement {
  #told = 0;

  connectedCallback() {
    this.open = () => this.#say({ here: this.topic });
    this.seen = () => this.#say(document.hidden ? { away: this.topic } : { here: this.topic });
    this.typed = ({ target }) => this.#typed(target);
    this.sent = () => this.#rests();
    document.addEventListener("live-open", this.open);
    document.addEventListener("visibilitychange", this.seen);
    document.addEventListener("input", this.typed);
    document.addEventListener("submit", this.sent);
    this.seen();
  }

  disconnectedCallback() {
    document.removeEventListener("live-open", this.open);
    document.removeEventListener("visibilitychange", this.seen);
    document.removeEventListener("input", this.typed);
    document.removeEventListener("submit", this.sent);
    this.#say({ away: this.topic });
  }

  get topic() {
    return this.getAttribute("topic");
  }

  #typed(box) {
    if (!box.closest?.(".reply-box")) return;
    if (!box.value) return this.#rests();
    const now = performance.now(); // Not the clock of the day, which may be set back.
    if (this.#told && now - this.#told < AGAIN) return;
    this.#told = now;
    this.#say({ here: this.topic, writing: true });
  }

  #rests() {
    if (!this.#told) return;
    this.#told = 0;
    this.#say({ here: this.topic });
  }

  #say(detail) {
    document.dispatchEvent(new CustomEvent("live-say", { detail }));
  }
}

customElements.define("room-here", RoomHere);
