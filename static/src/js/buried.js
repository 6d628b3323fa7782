import { bury } from "./draft-store.js";

// The server says which words it has received for good, in the head of a page or inside a fragment.
function buryAll(writings) {
  for (const writing of (writings ?? "").split(/\s+/).filter(Boolean)) {
    bury(writing);
    for (const box of document.querySelectorAll(`draft-box[writing="${CSS.escape(writing)}"]`)) box.end?.();
  }
}

class DraftBuried extends HTMLElement {
  connectedCallback() {
    buryAll(this.getAttribute("writing"));
    this.remove();
  }
}

for (const found of document.querySelectorAll('meta[name="buried"]')) buryAll(found.content);
customElements.define("draft-buried", DraftBuried);
