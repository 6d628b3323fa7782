import { make } from "./dom.js";
import { dropped } from "./dropped.js";
import { uploadInLine } from "./upload-line.js";
import { say } from "./words.js";

/**
 * <folder-import> around a form with an <input type="file">, a .sum, a <progress> and a <ul class="brought">: takes whole
 * folders, and makes a piece of work of each file as soon as it has come. Without scripts the form sends what was chosen.
 */
class FolderImport extends HTMLElement {
  #listening = new AbortController();
  #counts = { all: 0, added: 0, duplicate: 0, failed: 0, stopped: 0 };
  #going = new Map();

  connectedCallback() {
    this.input = this.querySelector('input[type="file"]');
    this.list = this.querySelector(".brought");
    this.bar = this.querySelector("progress");
    const { signal } = this.#listening;
    this.input.addEventListener("change", () => this.#take([...this.input.files]), { signal });
    document.addEventListener("dragover", (event) => event.preventDefault(), { signal });
    document.addEventListener(
      "drop",
      async (event) => {
        event.preventDefault();
        this.#take(await dropped(event.dataTransfer));
      },
      { signal },
    );
    // Who leaves now would leave half a folder behind.
    window.addEventListener("beforeunload", (event) => this.#going.size && event.preventDefault(), { signal });
  }

  disconnectedCallback() {
    this.#listening.abort();
    for (const stop of this.#going.values()) stop();
  }

  #take(files) {
    this.input.value = "";
    this.#counts.all += files.length;
    this.#tell();
    for (const file of files) this.#send(file);
  }

  #send(file) {
    const line = make("li", { class: "going" }, make("span", { class: "name" }, file.within || file.name));
    const bar = make("progress", { max: 100, value: 0, "aria-label": say("file-sending", { name: file.name }) });
    const stop = () => {
      this.#going.get(line)?.();
      line.remove();
      this.#ended(line, "stopped");
    };
    line.append(bar, make("button", { type: "button", class: "btn small-btn", onclick: stop }, say("file-cancel")));
    this.list.append(line);
    const failed = (message, again = true) => this.#failed(line, file, message, again);
    const cancel = uploadInLine(file, {
      progress: (part) => {
        if (part < 1) bar.value = part * 100;
        else bar.removeAttribute("value");
      },
      done: (told) => this.#bring(line, told.id, failed),
      failed,
    });
    this.#going.set(line, cancel);
  }

  async #bring(line, id, failed) {
    let brought;
    try {
      const response = await fetch("/artifacts/import", {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams({ photo: id }),
      });
      const answer = await response.json();
      if (!response.ok) return failed(answer.message);
      [brought] = answer;
    } catch {
      return failed(say("file-no-line"));
    }
    if (brought.outcome === "failed") return failed(brought.reason);
    if (brought.outcome === "added") line.remove();
    else
      line.replaceChildren(
        line.querySelector(".name"),
        make("span", {}, `${say("file-here")} `, make("a", { href: brought.href }, brought.title)),
      );
    line.className = brought.outcome;
    this.#ended(line, brought.outcome);
  }

  #failed(line, file, message, helps) {
    const again = () => {
      this.#counts.failed -= 1;
      this.#counts.all -= 1;
      line.remove();
      this.#take([file]);
    };
    line.className = "failed";
    line.replaceChildren(
      line.querySelector(".name"),
      make("span", { class: "wrong" }, message),
      ...(helps ? [make("button", { type: "button", class: "btn small-btn", onclick: again }, say("file-again"))] : []),
    );
    this.#ended(line, "failed");
  }

  #ended(line, how) {
    this.#going.delete(line);
    this.#counts[how] += 1;
    this.#tell();
  }

  #tell() {
    const { all, added, duplicate, failed, stopped } = this.#counts;
    const done = added + duplicate + failed + stopped;
    this.bar.hidden = done === all;
    this.bar.max = all || 1;
    this.bar.value = done;
    const numbers = { done, all, added, here: duplicate, failed };
    this.querySelector(".sum").textContent = say(done < all ? "import-going" : "import-done", numbers);
  }
}

customElements.define("folder-import", FolderImport);
