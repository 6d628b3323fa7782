import htmx from "htmx.org/dist/htmx.esm.js";
import { make, parse, typedIn } from "./dom.js";
import { anew } from "./fresh.js";
import { follow } from "./live.js";
import { markMine } from "./mine.js";
import { announce } from "./notice.js";
import { tell } from "./times.js";
import { say } from "./words.js";

/**
 * <live-topic id="…" topic="thread:<id>" cursor="…">: keeps what is inside it as it is on the server. The lists that may
 * change carry an id and data-live; everything else in it (a reply box, say) is left alone. `from` is where it is read
 * anew when it can't be told, if that is not the page itself; `page`, where the page itself can be read, if it answers a
 * form and has an address that can't. What stands elsewhere on the page and is to be as fresh names it in data-live-with.
 */
class LiveTopic extends HTMLElement {
  #unfollow = null;
  #awaited = null;

  connectedCallback() {
    if (!this.hasAttribute("topic")) return;
    this.#unfollow = follow(this.getAttribute("topic"), this.getAttribute("cursor"), (frame) => this.#heard(frame));
    this.wasRead = () => this.hasAttribute("from") && this.#resync();
    document.addEventListener("thread-read", this.wasRead);
  }

  disconnectedCallback() {
    this.#unfollow?.();
    document.removeEventListener("thread-read", this.wasRead);
  }

  #heard(frame) {
    if (frame.cursor) this.setAttribute("cursor", frame.cursor);
    if (frame.gone) return this.#gone();
    if (frame.resync) return this.#resync();
    for (const part of frame.put ?? []) put(part);
  }

  #gone() {
    this.replaceChildren(make("p", { class: "notice", role: "status" }, say("gone")));
    document.title = say("gone");
  }

  async #resync() {
    const page = anew(this.getAttribute("from") ?? this.getAttribute("page") ?? location.href);
    if (page === this.#awaited) return;
    this.#awaited = page;
    const newer = await page;
    if (page === this.#awaited) this.#awaited = null;
    if (newer && this.isConnected) this.#becomes(newer);
  }

  #becomes(page) {
    const fresh = page.getElementById(this.id);
    if (!fresh) return this.#gone();
    for (const list of this.querySelectorAll("[data-live]")) {
      const newer = fresh.querySelector(`#${CSS.escape(list.id)}`);
      if (newer) align(list, newer);
    }
    for (const old of document.querySelectorAll(`[data-live-with="${CSS.escape(this.id)}"]`)) {
      const newer = page.getElementById(old.id);
      if (newer && plain(old) !== plain(newer)) replace(old, document.importNode(newer, true));
    }
  }
}

function put({ id, into, html }) {
  const old = document.getElementById(id);
  if (!html) return old?.remove();
  const fresh = parse(html).firstElementChild;
  if (!fresh) return;
  if (old) return replace(old, fresh);
  const list = document.getElementById(into);
  if (!list) return;
  list[list.dataset.order === "newest" ? "prepend" : "append"](fresh);
  settle(fresh);
  if (fresh.classList.contains("mine")) return;
  fresh.classList.add("fresh");
  announce(fresh.dataset.announce ?? fresh.textContent.replace(/\s+/g, " ").trim().slice(0, 160));
}

function replace(old, fresh) {
  // Someone is writing in it (an edit, say): their words come first, and their answer brings the newer version.
  if (old.querySelector("draft-box") || undecided(old)) return;
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  for (const { id } of old.querySelectorAll("details[open] > summary[id]"))
    fresh.querySelector(`summary#${CSS.escape(id)}`)?.parentElement.setAttribute("open", "");
  old.replaceWith(fresh);
  settle(fresh);
  if (focused) refocus(focused, document.getElementById(focused.id) ?? fresh.querySelector("a, button, summary"));
}

/** Whoever was about to write goes on where they were. */
function refocus({ selectionStart, selectionEnd, value }, now) {
  now?.focus();
  if (Number.isInteger(selectionStart) && now?.value === value) now.setSelectionRange(selectionStart, selectionEnd);
}

function settle(element) {
  markMine({ querySelectorAll: (found) => [...element.querySelectorAll(found), ...(element.matches(found) ? [element] : [])] });
  htmx.process(element);
  tell();
}

/** Makes `list` hold what `newer` holds, child by child, touching only what differs. */
function align(list, newer) {
  const wanted = [...newer.children];
  const ids = new Set(wanted.map((child) => child.id));
  for (const child of [...list.children]) if (!ids.has(child.id) && !undecided(child)) child.remove();
  let before = list.firstElementChild;
  for (const fresh of wanted) {
    const old = fresh.id ? list.querySelector(`:scope > #${CSS.escape(fresh.id)}`) : null;
    if (old) {
      if (old === before) before = before.nextElementSibling;
      else list.insertBefore(old, before);
      if (plain(old) !== plain(fresh)) replace(old, document.importNode(fresh, true));
    } else {
      const copy = document.importNode(fresh, true);
      list.insertBefore(copy, before);
      settle(copy);
    }
  }
}

/** Whether somebody's words stand in it that the server lacks, or has just refused. */
function undecided(element) {
  return element.querySelector(".clash, [aria-invalid=true]") !== null || typedIn(element);
}

/** What it says, where it leads and what its forms carry along: the markup without what only browsers add. */
function plain(element) {
  const leads = [...element.querySelectorAll("a[href]")].map((link) => link.getAttribute("href"));
  const carried = [...element.querySelectorAll("input[type=hidden]")].map((box) => box.defaultValue);
  const many = element.querySelectorAll("img, form").length;
  return [element.textContent.replace(/\s+/g, " "), many, ...leads, ...carried].join("\n");
}

/**
 * <live-put into="thread-…" put="message-…"><template>…</template></live-put> in an answer: what the socket tells as well,
 * for when there is none. Both know it by its id, so that it is there once.
 */
class LivePut extends HTMLElement {
  connectedCallback() {
    const html = this.querySelector("template")?.innerHTML;
    if (html) put({ id: this.getAttribute("put"), into: this.getAttribute("into"), html });
    announce(say("went-off"));
    this.remove();
  }
}

customElements.define("live-topic", LiveTopic);
customElements.define("live-put", LivePut);
