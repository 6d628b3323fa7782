const GLANCE = 800; // ms in sight

/** <read-mark action="/items/<id>/read" unread="2"> around a thread: what is in sight for a moment counts as read. */
class ReadMark extends HTMLElement {
  #unread = 0;
  #timer = 0;
  #inSight = false;
  #watching = null;

  connectedCallback() {
    this.#unread = Number(this.getAttribute("unread")) || 0;
    this.#watching = new IntersectionObserver(([seen]) => {
      this.#inSight = seen.isIntersecting;
      this.#look();
    });
    this.#watching.observe(this);
    this.arriving = new MutationObserver((changes) => this.#arrived(changes));
    this.arriving.observe(this, { childList: true, subtree: true });
    this.seen = () => this.#look();
    document.addEventListener("visibilitychange", this.seen);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#watching.disconnect();
    this.arriving.disconnect();
    document.removeEventListener("visibilitychange", this.seen);
  }

  #arrived(changes) {
    const others = changes.flatMap((change) => [...change.addedNodes]).filter((node) => node.matches?.(".message:not(.mine)"));
    this.#unread += others.length;
    this.#look();
  }

  #look() {
    clearTimeout(this.#timer);
    if (this.#unread && this.#inSight && !document.hidden) this.#timer = setTimeout(() => this.#mark(), GLANCE);
  }

  async #mark() {
    const before = this.#unread;
    this.#unread = 0;
    try {
      // Only what this page knows of: what was said since, and not told yet, is still new.
      const body = new URLSearchParams({ cursor: this.closest("live-topic")?.getAttribute("cursor") ?? "" });
      const answer = await fetch(this.getAttribute("action"), {
        method: "POST",
        headers: { Accept: "application/json" },
        body,
      });
      if (answer.ok) document.dispatchEvent(new Event("thread-read"));
      else this.#unread = before;
    } catch {
      this.#unread = before; // no line: the next look tries again
    }
  }
}

customElements.define("read-mark", ReadMark);
