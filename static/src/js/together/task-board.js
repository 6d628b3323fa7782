import { announce, notice } from "../notice.js";
import { Drag } from "./drag.js";

const PATIENCE = 15_000; // ms that a move may be on its way
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/**
 * <task-board>: its cards are moved by their grips, with the keyboard or a pointer. What a card's own form would send is sent
 * where it is put down. While one is held nothing else on the board moves: what others did meanwhile is shown after.
 */
class TaskBoard extends HTMLElement {
  #held = null;
  #cursor = null;
  #gone = "";

  connectedCallback() {
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("click", (event) => this.#clicked(event));
    this.addEventListener("focusout", () => this.#left());
    new Drag(this);
    new MutationObserver(() => this.#refocus()).observe(this, { childList: true, subtree: true });
  }

  get lists() {
    return [...this.querySelectorAll("[data-column]")];
  }

  get held() {
    return this.#held?.card ?? null;
  }

  lift(card) {
    const list = card.parentElement;
    this.#held = { card, list, next: card.nextElementSibling };
    card.classList.add("held");
    grip(card).setAttribute("aria-pressed", "true");
    this.#cursor ??= this.closest("live-topic")?.getAttribute("cursor");
    // What is live leaves these lists alone until the card is put down.
    for (const one of this.lists) one.removeAttribute("data-live");
  }

  /** Into this list, before that card, or at its end. */
  place(list, before = null) {
    const { card } = this.#held;
    if (card.parentElement === list && card.nextElementSibling === before) return;
    this.#put(card, list, before);
  }

  async drop() {
    const { card, list, next } = this.#held;
    const moved = card.parentElement !== list || card.nextElementSibling !== next;
    const back = this.#held;
    this.#release(card);
    this.#say(moved ? "putDown" : "putBack", card);
    if (!moved) return this.#free();
    const refused = await send(card);
    if (refused !== null && this.isConnected) {
      if (!this.#held) this.#return(back);
      const words = refused || this.dataset.lost;
      notice("board", words, { tone: "sun" });
      announce(words);
    }
    if (!this.#held) this.#free(refused !== null);
  }

  cancel() {
    const back = this.#held;
    this.#release(back.card);
    this.#return(back);
    this.#say("putBack", back.card);
    this.#free();
  }

  #moving = false;

  #put(card, list, before) {
    this.#moving = true;
    list.insertBefore(card, before);
    this.#moving = false;
    for (const one of this.lists) {
      const count = document.querySelector(`#count-${one.dataset.column} span`);
      if (count) count.textContent = one.children.length;
    }
  }

  #release(card) {
    this.#held = null;
    card.classList.remove("held");
    grip(card).setAttribute("aria-pressed", "false");
  }

  #return({ card, list, next }) {
    const active = document.activeElement;
    const elsewhere = active !== document.body && !card.contains(active);
    this.#put(card, list, next?.parentElement === list ? next : null);
    if (!elsewhere) grip(card).focus();
  }

  /** What is live goes on; what was told meanwhile is looked up. */
  #free(anyway = false) {
    for (const one of this.lists) one.setAttribute("data-live", "");
    const missed = anyway || this.#cursor !== this.closest("live-topic")?.getAttribute("cursor");
    this.#cursor = null;
    if (missed) document.dispatchEvent(new Event("thread-read"));
  }

  #key(event) {
    if (!event.target.matches(".grip")) return;
    const card = event.target.closest(".card");
    if (!this.#held) {
      if (event.key === " " || event.key === "Enter") this.#toggle(event, card);
      return;
    }
    if (event.key === " " || event.key === "Enter") return this.#toggle(event, card);
    if (event.key === "Escape") {
      event.preventDefault();
      return this.cancel();
    }
    const step = ARROWS[event.key];
    if (!step) return;
    event.preventDefault();
    this.#step(...step);
  }

  #clicked(event) {
    if (event.target.matches(".grip") && event.detail === 0) this.#toggle(event, event.target.closest(".card"));
  }

  #toggle(event, card) {
    event.preventDefault();
    if (event.repeat) return;
    if (this.#held) {
      this.drop();
    } else {
      this.lift(card);
      this.#say("lifted", card);
    }
    grip(card).focus();
  }

  #step(across, down) {
    const card = this.held;
    const list = card.parentElement;
    if (across) {
      const way = getComputedStyle(this).direction === "rtl" ? -across : across;
      const other = this.lists[this.lists.indexOf(list) + way];
      if (other) this.place(other, other.children[[...list.children].indexOf(card)] ?? null);
    } else if (down < 0) {
      if (card.previousElementSibling) this.place(list, card.previousElementSibling);
    } else if (card.nextElementSibling) {
      this.place(list, card.nextElementSibling.nextElementSibling);
    }
    grip(card).focus();
    card.scrollIntoView({ block: "nearest" });
    this.#say("moved", card);
  }

  /** Whoever goes elsewhere leaves the card where it was. */
  #left() {
    if (!this.#held || this.#moving || this.#held.card.hasAttribute("data-dragged")) return;
    setTimeout(() => {
      if (this.#held && !this.#held.card.contains(document.activeElement) && document.hasFocus()) this.cancel();
    });
  }

  /** A card that somebody else moved is made anew where it now stands: its grip keeps the focus. */
  #refocus() {
    const active = document.activeElement;
    if (this.contains(active)) this.#gone = active.id;
    else if (active === document.body && this.#gone) document.getElementById(this.#gone)?.focus();
    else this.#gone = "";
  }

  #say(what, card) {
    const list = card.parentElement;
    const said = {
      title: card.dataset.title,
      n: [...list.children].indexOf(card) + 1,
      all: list.children.length,
      column: list.dataset.words,
    };
    announce(this.dataset[what].replace(/\{(\w+)\}/g, (_whole, name) => said[name]));
  }
}

function grip(card) {
  return card.querySelector(".grip");
}

/** null when it went through; else why not, as far as the server said so. */
async function send(card) {
  const form = card.querySelector("form");
  const body = new URLSearchParams(new FormData(form));
  const id = (other) => other?.id.replace("task-", "") ?? "";
  body.set("column", card.parentElement.dataset.column);
  body.set("after", id(card.previousElementSibling));
  body.set("before", id(card.nextElementSibling));
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch(form.action, { method: "POST", body, headers, signal: AbortSignal.timeout(PATIENCE) });
    if (answer.ok) return null;
    return (await answer.json()).message ?? "";
  } catch {
    return "";
  }
}

customElements.define("task-board", TaskBoard);
