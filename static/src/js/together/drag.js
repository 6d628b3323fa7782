const FAR = 6; // px that a pointer goes before it drags
const EDGE = 72; // px from the edge of the window at which the page begins to scroll
const HURRY = 14; // px that it scrolls in a frame

/** Cards of a <task-board> by mouse, pen and finger: a finger takes the grip, so that elsewhere it scrolls the page. */
export class Drag {
  #board;
  #start = null;
  #last = null;

  constructor(board) {
    this.#board = board;
    board.addEventListener("pointerdown", (event) => this.#down(event));
    board.addEventListener("pointermove", (event) => this.#move(event));
    // Another finger may come and go meanwhile.
    const mine = (event) => event.pointerId === this.#start?.id;
    board.addEventListener("pointerup", (event) => mine(event) && this.#up());
    board.addEventListener("pointercancel", (event) => mine(event) && this.#end(true));
    board.addEventListener("lostpointercapture", () => this.#end(true));
    board.addEventListener("keydown", (event) => event.key === "Escape" && this.#end(true));
    board.addEventListener("dragstart", (event) => event.preventDefault());
  }

  #down(event) {
    const card = event.target.closest(".card");
    if (!card || event.button !== 0 || this.#board.held || !card.querySelector(".grip")) return;
    const onGrip = event.target.closest(".grip");
    if (!onGrip && (event.pointerType === "touch" || event.target.closest("details, button, select, input"))) return;
    this.#start = { card, id: event.pointerId, x: event.clientX, y: event.clientY };
  }

  #move(event) {
    const from = this.#start;
    if (!from || event.pointerId !== from.id) return;
    this.#last = { x: event.clientX, y: event.clientY };
    if (!this.#board.held) {
      if (Math.hypot(event.clientX - from.x, event.clientY - from.y) < FAR) return;
      const box = from.card.getBoundingClientRect();
      from.card.setAttribute("data-dragged", "");
      this.#board.lift(from.card);
      this.#board.setPointerCapture(from.id);
      this.#start = { ...from, atX: from.x - box.left, atY: from.y - box.top };
      requestAnimationFrame(() => this.#scroll());
    }
    event.preventDefault();
    this.#follow();
  }

  /** Its place is among the cards below the pointer; the card itself hangs on the pointer. */
  #follow() {
    const { card, atX, atY } = this.#start;
    const { x, y } = this.#last;
    const list = this.#board.lists
      .map((one) => [away(one.parentElement.getBoundingClientRect(), x, y), one])
      .sort((a, b) => a[0] - b[0])[0][1];
    const middle = (one) => {
      const box = one.getBoundingClientRect();
      return box.top + box.height / 2;
    };
    const at = y - atY + card.offsetHeight / 2;
    const next = [...list.children].find((one) => one !== card && middle(one) > at) ?? null;
    this.#board.place(list, next);
    card.style.translate = "none";
    const box = card.getBoundingClientRect();
    card.style.translate = `${x - atX - box.left}px ${y - atY - box.top}px`;
  }

  #scroll() {
    if (!this.#start || !this.#board.held) return;
    const { y } = this.#last;
    const by = y < EDGE ? -HURRY : y > innerHeight - EDGE ? HURRY : 0;
    if (by) {
      scrollBy(0, by);
      this.#follow();
    }
    requestAnimationFrame(() => this.#scroll());
  }

  #up() {
    if (this.#start?.card.hasAttribute("data-dragged")) {
      // The click that ends it follows no link and lifts nothing.
      const over = (event) => event.preventDefault() ?? event.stopPropagation();
      addEventListener("click", over, { capture: true });
      setTimeout(() => removeEventListener("click", over, { capture: true }));
    }
    this.#end(false);
  }

  #end(back) {
    const card = this.#start?.card;
    this.#start = null;
    if (!card?.hasAttribute("data-dragged")) return;
    card.removeAttribute("data-dragged");
    card.style.translate = "";
    if (!this.#board.isConnected || !this.#board.held) return;
    if (back) this.#board.cancel();
    else this.#board.drop();
    card.querySelector(".grip").focus({ preventScroll: true });
  }
}

/** Columns beside each other are told apart by x alone, also below where the shorter ones end; those below each other by y. */
function away({ left, right, top, bottom }, x, y) {
  return Math.max(left - x, 0, x - right) * 1e4 + Math.max(top - y, 0, y - bottom);
}
