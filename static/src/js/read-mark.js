const GLANCE = 800; // ms in sight

/**
 * <read-mark action="/items/<id>/read" unread="2" news="<id>"> around a thread: what is in sight for a moment counts as read.
 * With `news`, there are notifications about the item: they have been seen once its page has.
 */
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
    if (document.hidden) return;
    if ((this.#unread && this.#inSight) || this.hasAttribute("news")) this.#timer = setTimeout(() => this.#glanced(), GLANCE);
  }

  async #glanced() {
    const item = this.getAttribute("news");
    this.removeAttribute("news");
    if (item && (await post("/notifications/seen", { item }))) document.dispatchEvent(new Event("thread-read"));
    if (this.#unread && this.#inSight) await this.#mark();
  }

  async #mark() {
    const before = this.#unread;
    this.#unread = 0;
    // Only what this page knows of: what was said since, and not told yet, is still new.
    const cursor = this.closest("live-topic")?.getAttribute("cursor") ?? "";
    if (await post(this.getAttribute("action"), { cursor })) document.dispatchEvent(new Event("thread-read"));
    else this.#unread = before;
  }
}

/** Whether it arrived. Without a line it did not, and the next look tries again. */
async function post(action, values) {
  try {
    const body = new URLSearchParams(values);
    return (await fetch(action, { method: "POST", headers: { Accept: "application/json" }, body })).ok;
  } catch {
    return false;
  }
}

customElements.define("read-mark", ReadMark);
