import { make } from "./dom.js";
import { dropped } from "./dropped.js";
import { announce, notice, silence } from "./notice.js";
import { uploadInLine } from "./upload-line.js";
import { say } from "./words.js";

/**
 * <photo-picker thumbnails="/files/{id}/thumb"> around an <input type="file"> and a <ul class="picked">: sends each
 * file as soon as it is chosen, so that writing goes on meanwhile. Without scripts the form sends the input itself.
 */
class PhotoPicker extends HTMLElement {
  #listening = null;
  #sendLater = null;

  connectedCallback() {
    this.input = this.querySelector('input[type="file"]');
    this.list = this.querySelector(".picked");
    this.form = this.closest("form");
    this.drop = this.querySelector(".drop");
    if (!this.input || !this.list) return;
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.input.addEventListener("change", () => this.#take(this.input.files), { signal });
    this.#dropping(signal);
    this.list.addEventListener("click", (event) => this.#act(event), { signal });
    this.form?.addEventListener("submit", (event) => this.#wait(event), { signal, capture: true });
    this.form?.addEventListener("draft:restore", (event) => this.#restore(event.detail), { signal });
  }

  disconnectedCallback() {
    this.#listening?.abort();
    for (const line of this.list?.children ?? []) line.stop?.();
  }

  /** Anywhere on the page: beside the place for it, a browser would leave the page and show the picture. */
  #dropping(signal) {
    const on = (name, act) =>
      document.addEventListener(
        name,
        (event) => {
          if (!event.dataTransfer?.types.includes("Files")) return;
          event.preventDefault();
          act(event);
        },
        { signal },
      );
    const over = (yes) => this.drop?.classList.toggle("over", yes);
    on("dragover", () => over(true));
    on("dragleave", (event) => event.relatedTarget || over(false));
    on("drop", async (event) => {
      over(false);
      this.#take(await dropped(event.dataTransfer));
    });
  }

  #take(files) {
    for (const file of files) this.#send(file);
    // They travel by themselves now: the form must not send them a second time.
    this.input.value = "";
  }

  #send(file) {
    const bar = make("progress", { max: 100, value: 0, "aria-label": say("file-sending", { name: file.name }) });
    const about = make("div", { class: "about" }, make("p", { class: "name" }, file.name), bar);
    const cancel = button("file-cancel", "cancel", file.name);
    const line = make(
      "li",
      { "data-going": true },
      make("span", { class: "thumb" }),
      about,
      make("div", { class: "acts" }, cancel),
    );
    this.list.append(line);
    // What is dropped on the page while the place for it is folded away must be seen to go.
    this.closest("details")?.setAttribute("open", "");
    line.again = () => {
      line.remove();
      this.#send(file);
    };
    line.stop = uploadInLine(file, {
      progress: (part) => {
        if (part < 1) bar.value = part * 100;
        // All of it has gone; how long the hub draws it anew, nobody knows.
        else bar.removeAttribute("value");
      },
      done: (told) => this.#arrived(line, told, file.name),
      failed: (message, again) => this.#failed(line, about, bar, message, file.name, again),
    });
  }

  #arrived(line, told, name) {
    line.replaceWith(this.#line(told, name));
    announce(say("file-added", { name }));
    this.#changed();
  }

  #line({ id, medium, state, thumbnail, url, twin }, name, alt = "") {
    const field = `alt-${id}`;
    const label = make("label", { for: field, class: "small" }, say(QUESTIONS[medium] ?? "file-alt"));
    const box = make("input", { id: field, name: field, maxlength: 500, autocomplete: "off" });
    box.value = alt;
    const notes = [];
    if (medium && medium !== "photo") notes.push(make("p", { class: "name" }, name));
    if (state === "preparing") notes.push(make("p", { class: "small" }, say("file-preparing")));
    if (twin) notes.push(again(twin));
    return make(
      "li",
      { "data-photo": id },
      make("img", { class: "thumb", src: thumbnail ?? url, alt: "" }),
      make(
        "div",
        { class: "about" },
        ...notes,
        label,
        box,
        make("input", { type: "hidden", name: "photo", value: id, "data-draft": true }),
      ),
      make("div", { class: "acts" }, button("file-remove", "remove", name)),
    );
  }

  #failed(line, about, bar, message, name, again) {
    line.removeAttribute("data-going");
    line.dataset.failed = "";
    bar.remove();
    about.append(make("p", { class: "wrong", role: "alert" }, message));
    const acts = [...(again ? [button("file-again", "again", name)] : []), button("file-remove", "remove", name)];
    line.querySelector(".acts").replaceChildren(...acts);
    this.#sendLater = null;
  }

  #act(event) {
    const act = event.target.closest("button[data-act]")?.dataset.act;
    const line = event.target.closest("li");
    if (!act || !line) return;
    if (act === "again") return line.again();
    line.stop?.();
    line.remove();
    this.input.focus();
    this.#changed();
  }

  /** Sending waits for photos that are on their way, and never leaves one behind in silence. */
  #wait(event) {
    const going = this.list.querySelector("[data-going]");
    const failed = this.list.querySelector("[data-failed]");
    if (!going && !failed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    notice("photo", say(failed ? "file-left" : "file-wait"), { tone: "sun" });
    this.#sendLater = failed ? null : (event.submitter ?? true);
  }

  #changed() {
    this.form?.dispatchEvent(new CustomEvent("draft:changed"));
    if (this.list.querySelector("[data-going], [data-failed]")) return;
    silence("photo");
    if (!this.#sendLater) return;
    const button = this.#sendLater;
    this.#sendLater = null;
    this.form.requestSubmit(button === true ? undefined : button);
  }

  #restore(words) {
    const pattern = this.getAttribute("thumbnails");
    if (!pattern || !("photo" in words)) return;
    const wanted = words.photo.split("\n").filter(Boolean);
    for (const line of this.list.querySelectorAll("[data-photo]")) if (!wanted.includes(line.dataset.photo)) line.remove();
    for (const id of wanted) {
      if (this.list.querySelector(`[data-photo="${CSS.escape(id)}"]`)) continue;
      this.list.append(this.#line({ id, thumbnail: pattern.replace("{id}", encodeURIComponent(id)) }, "", words[`alt-${id}`]));
    }
  }
}

const QUESTIONS = { photo: "photo-alt", pdf: "pdf-alt", audio: "audio-alt", video: "video-alt" };

/** "You have this already", with the way there. It may be meant: nothing is refused. */
function again({ href, title }) {
  const words = make("p", { class: "small twin" }, say("file-twin"));
  if (href) words.append(" ", make("a", { href, target: "_blank" }, title || say("file-twin-there")));
  return words;
}

function button(words, act, name) {
  const label = name ? `${say(words)}: ${name}` : say(words);
  return make("button", { type: "button", class: "btn small-btn", "data-act": act, "aria-label": label }, say(words));
}

customElements.define("photo-picker", PhotoPicker);
