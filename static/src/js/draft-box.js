import { make } from "./dom.js";
import { draftClash } from "./draft-clash.js";
import * as store from "./draft-store.js";
import { isEmpty, read, same, write } from "./draft-words.js";
import { pause, signIn } from "./net.js";
import { say } from "./words.js";

const AFTER_TYPING = 800; // ms
const ON_ITS_WAY = 60_000; // ms that a page may take to come

/**
 * <draft-box place="reflection/new" writing="<uuid>" number="3" person="<id>"> around a form: saves what is typed, on
 * this device at once and on the server a moment later, and says truly which of them has been done.
 */
class DraftBox extends HTMLElement {
  #timer = 0;
  #attempt = 0;
  #flying = false;
  #sending = false;
  #ended = false;
  #sentElsewhere = false;
  #listening = null;

  connectedCallback() {
    this.form = this.querySelector("form") ?? this.closest("form");
    if (!this.form) return;
    this.base = Number(this.getAttribute("number")) || 0;
    this.known = read(this.form);
    this.#listen();
    // After everything else that came with this box: the same answer may say that these words have been received.
    setTimeout(() => this.isConnected && this.#bringBack());
  }

  disconnectedCallback() {
    this.#listening?.abort();
    if (this.#dirty && !this.#sending) this.save({ keepalive: true });
    clearTimeout(this.#timer);
  }

  get place() {
    return this.getAttribute("place");
  }
  get person() {
    return this.getAttribute("person");
  }
  get writing() {
    return this.getAttribute("writing");
  }

  /** The server has these words as a message or reflection now: nothing of them is kept or saved again. */
  end() {
    this.#ended = true;
    clearTimeout(this.#timer);
    store.bury(this.writing);
  }

  get #dirty() {
    return !this.#ended && this.form && !same(read(this.form), this.known);
  }

  #listen() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const on = (target, name, act) => target.addEventListener(name, act, { signal });
    for (const name of ["input", "change", "draft:changed"]) on(this.form, name, () => this.#typed());
    on(this.form, "submit", () => this.#leaving());
    on(this.form, "htmx:finally:request", () => this.#stayed());
    on(window, "pageshow", () => this.#stayed());
    on(window, "online", () => this.#dirty && this.save());
    on(window, "pagehide", () => this.#dirty && !this.#sending && this.save({ keepalive: true }));
    on(document, "visibilitychange", () => document.hidden && this.#dirty && !this.#sending && this.save({ keepalive: true }));
  }

  #leaving() {
    // The form itself carries the words now; a save that arrived after it would only be refused.
    this.#sending = true;
    clearTimeout(this.#timer);
    this.#keep(false);
  }

  #stayed() {
    this.#sending = false;
    if (this.isConnected && this.#dirty) this.#soon(AFTER_TYPING);
  }

  #typed() {
    if (this.#sentElsewhere) this.#beginAnew();
    if (this.#ended || this.#sending) return;
    this.stored = this.#keep(false);
    if (this.clash) return;
    this.#state("saving");
    this.#soon(AFTER_TYPING);
  }

  #keep(saved, words = read(this.form), late = false) {
    return store.keep(this.person, this.place, this.writing, {
      writing: this.writing,
      base: this.base,
      words,
      saved,
      late,
      // What was last sent without an answer: when the server turns out to hold just this, nobody else wrote.
      asked: this.asked,
      at: Date.now(),
    });
  }

  #soon(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), wait);
  }

  async save({ keepalive = false } = {}) {
    if (this.#ended || this.clash || (this.#flying && !keepalive)) return;
    clearTimeout(this.#timer);
    const words = read(this.form);
    this.#flying = true;
    this.asked = words;
    let answer = null;
    try {
      answer = await put(this.place, { writing: this.writing, base: this.base, words }, keepalive);
    } catch {
      // No line: the copy on this device stands, and we try again.
    }
    this.#flying = false;
    if (!this.#ended) this.#heard(answer, words);
  }

  #heard(answer, words) {
    if (answer?.status === 200) return this.#saved(answer.number, words);
    if (answer?.status === 409) return this.#clashed(answer);
    if (answer?.status === 410) return this.#alreadySent();
    if (answer?.status === 401)
      return this.#state("out", say("saved-here"), make("a", { href: signIn() }, say("sign-in-again")));
    if (answer?.status === 413 || answer?.status === 422) return this.#state("device", answer.message || say("too-long"));
    this.#state("device", say(this.stored === false ? "not-saved" : "saved-here"));
    if (this.isConnected) this.#soon(pause(this.#attempt++, 2000));
  }

  #saved(number, words) {
    this.#attempt = 0;
    this.base = number;
    this.known = words;
    this.setAttribute("number", number);
    // The next box at this place may have been drawn before the server had these words: they wait for it here.
    if (!this.form.isConnected) return this.#keep(true, words, true);
    if (this.#dirty) return this.#soon(AFTER_TYPING);
    this.#keep(true, words);
    this.#state("saved");
  }

  #alreadySent() {
    this.end();
    this.#sentElsewhere = true;
    this.#state("sent");
  }

  /** Typed on after another window has sent it: from here on it is another piece of writing. */
  #beginAnew() {
    this.#sentElsewhere = this.#ended = false;
    this.base = 0;
    this.#adopt(newId());
  }

  #clashed({ number, words, writing }) {
    const mine = read(this.form);
    if (same(mine, words)) {
      this.#adopt(writing);
      return this.#saved(number, words);
    }
    if (this.asked && same(this.asked, words)) {
      this.base = number;
      return this.save();
    }
    this.#state("clash");
    this.clash = draftClash(this.form, mine, words, (useTheirs) => {
      this.clash = null;
      this.#adopt(writing);
      this.base = number;
      if (useTheirs) write(this.form, words);
      if (useTheirs) this.#saved(number, read(this.form));
      else this.save();
    });
    this.querySelector(".save-state")?.after(this.clash);
  }

  /** Goes on with a writing that began elsewhere, so that sending it buries that one. */
  #adopt(writing) {
    if (!writing || writing === this.writing) return;
    store.forget(this.person, this.place, this.writing);
    this.setAttribute("writing", writing);
    const hidden = this.form.elements.namedItem("writing");
    if (hidden) hidden.value = writing;
  }

  /** What this device holds and the server may not have. */
  async #bringBack() {
    for (const copy of store.kept(this.person, this.place)) {
      const own = copy.writing === this.writing;
      if ((copy.saved && !this.#overtook(copy)) || isEmpty(copy.words) || (!own && same(copy.words, this.known))) {
        store.forget(this.person, this.place, copy.writing);
        continue;
      }
      if (own && same(copy.words, this.known)) {
        // On the page (after a refusal, say), but perhaps not yet in the server's drafts.
        this.known = {};
        return this.save();
      }
      if (await this.#alive(copy)) return;
    }
    if (this.base && !isEmpty(this.known)) this.#state("saved");
  }

  /** Whether the server had these words only after it drew this page. Whoever comes later is shown the server's own. */
  #overtook({ late, base, at }) {
    return late && base > this.base && Date.now() - at < ON_ITS_WAY;
  }

  async #alive(copy) {
    let answer = await this.#offer(copy, copy.base);
    if (answer?.status === 409 && copy.asked && same(copy.asked, answer.words ?? {})) {
      answer = await this.#offer(copy, answer.number);
    }
    if (answer?.status === 410) {
      store.bury(copy.writing);
      return false;
    }
    if (this.#dirty || this.#ended) return true; // someone began to type meanwhile: theirs is the newest
    const rendered = this.known;
    if (answer?.status === 409) {
      write(this.form, copy.words);
      this.#clashed({ number: this.base, words: rendered, ...answer });
      return true;
    }
    this.#adopt(copy.writing);
    write(this.form, copy.words);
    this.#heard(answer, read(this.form));
    return true;
  }

  async #offer({ writing, words }, base) {
    try {
      return await put(this.place, { writing, base, words });
    } catch {
      return null;
    }
  }

  #state(state, words = say(state), ...more) {
    const place = this.querySelector(".save-state");
    if (!place || (place.dataset.state === state && place.textContent === words)) return;
    place.dataset.state = state;
    place.replaceChildren(words, ...more.flatMap((part) => [" ", part]));
  }
}

/** crypto.randomUUID is for pages that come by https alone; the address of a blob ends in such an id, too. */
function newId() {
  const address = URL.createObjectURL(new Blob());
  URL.revokeObjectURL(address);
  return address.slice(-36);
}

async function put(place, body, keepalive = false) {
  const response = await fetch(`/drafts/${place}`, {
    method: "PUT",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
    redirect: "manual",
    keepalive,
  });
  const text = response.headers.get("Content-Type")?.includes("json") ? await response.json() : {};
  return { ...text, status: response.status };
}

customElements.define("draft-box", DraftBox);
