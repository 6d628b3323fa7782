import { make } from "../dom.js";

const MOST = 8; // names that are offered at once
const MOVES = new Set(["ArrowLeft", "ArrowRight", "Home", "End"]);
const BEGUN = /(?<![\p{L}\p{N}_])@([^@\n]{0,60})$/u;

/**
 * <at-names names="id of a datalist"> around a box where a team talks: behind "@", a list of those who read there. By the arrows, Enter
 * or Tab, Escape, by mouse and by finger; what is typed without it names somebody as well. The box stays a box of several lines,
 * which no combobox is: it tells of the list, and of the line that is chosen.
 */
class AtNames extends HTMLElement {
  #box = null;
  #list = null;
  #at = 0; // which of its lines
  #left = -1; // where the "@" stands behind which nobody is wanted
  #spoken = make("p", { class: "unseen", role: "status" });

  connectedCallback() {
    this.append(this.#spoken);
    for (const name of ["input", "keyup", "click", "focusout"]) this.addEventListener(name, this);
    this.addEventListener("keydown", this, { capture: true });
  }

  handleEvent(event) {
    const { type, target, key } = event;
    if (type === "focusout") return this.#close();
    if (!target.matches("textarea[name=words]")) return;
    if (type === "keydown") this.#key(event);
    else if (type !== "keyup" || MOVES.has(key)) this.#look(target);
  }

  #look(box) {
    const begun = box.selectionStart === box.selectionEnd && BEGUN.exec(box.value.slice(0, box.selectionStart));
    if (!begun || begun.index !== this.#left) this.#left = -1;
    if (!begun || begun.index === this.#left) return this.#close();
    const typed = begun[1].toLocaleLowerCase();
    const found = this.#names.filter((name) => fits(name.toLocaleLowerCase(), typed)).slice(0, MOST);
    if (!found.length || (found.length === 1 && found[0].toLocaleLowerCase() === typed)) return this.#close();
    this.#open(box, found);
  }

  get #names() {
    return texts(document.getElementById(this.getAttribute("names")));
  }

  #open(box, names) {
    // Sent, the box is another one, and its list is gone with it.
    if (this.#list?.isConnected && `${texts(this.#list)}` === `${names}`) return;
    this.#close();
    this.#box = box;
    const id = `${box.id}-names`;
    this.#list = make("ul", { class: "at-names", id, role: "listbox", "aria-label": this.dataset.label });
    names.forEach((name, n) => {
      const line = make("li", { id: `${id}-${n}`, role: "option", dir: "auto" }, name);
      // The box keeps the focus, and a phone its keyboard.
      line.addEventListener("pointerdown", (event) => event.preventDefault());
      line.addEventListener("click", () => this.#take(name));
      this.#list.append(line);
    });
    box.before(this.#list);
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", id);
    this.#choose(0);
    this.#spoken.textContent = (names.length === 1 ? this.dataset.one : this.dataset.many).replace("{n}", names.length);
  }

  #choose(at) {
    const lines = [...this.#list.children];
    this.#at = (at + lines.length) % lines.length;
    for (const [n, line] of lines.entries()) line.setAttribute("aria-selected", n === this.#at);
    lines[this.#at].scrollIntoView({ block: "nearest" });
    this.#box.setAttribute("aria-activedescendant", lines[this.#at].id);
  }

  #key(event) {
    if (!this.#list?.isConnected || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const take = () => this.#take(texts(this.#list)[this.#at]);
    const act = {
      ArrowDown: () => this.#choose(this.#at + 1),
      ArrowUp: () => this.#choose(this.#at - 1),
      Enter: take,
      Tab: take,
      Escape: () => this.#leave(),
    }[event.shiftKey ? "" : event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  #begins() {
    return this.#box.value.lastIndexOf("@", this.#box.selectionStart - 1);
  }

  #leave() {
    this.#left = this.#begins();
    this.#close();
  }

  #take(name) {
    const box = this.#box;
    box.setRangeText(`@${name} `, this.#begins(), box.selectionStart, "end");
    this.#close();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #close() {
    this.#list?.remove();
    this.#list = null;
    for (const name of ["aria-autocomplete", "aria-controls", "aria-activedescendant"]) this.#box?.removeAttribute(name);
    this.#spoken.textContent = "";
  }
}

function texts(list) {
  return [...list.children].map((line) => line.textContent.trim());
}

/** From its beginning, or from that of one of its words. */
function fits(name, typed) {
  return name.startsWith(typed) || (typed !== "" && name.split(/\s+/).some((word) => word.startsWith(typed)));
}

customElements.define("at-names", AtNames);
