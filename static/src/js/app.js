import "htmx.org/dist/htmx.esm.js";
import "./buried.js";
import "./draft-box.js";
import "./live-topic.js";
import "./folder-import.js";
import "./photo-picker.js";
import "./kind-words.js";
import "./question-sets.js";
import "./who-reads.js";
import "./read-mark.js";
import "./tag-box.js";
import "./leave.js";
import "./sending.js";
import "./answers.js";
import "./menus.js";
import "./own-zone.js";
import "./times.js";
import "./turns.js";
import "./typing.js";
import "./unsent.js";
import { markMine } from "./mine.js";

markMine(document);
// After a refusal one begins where something is to be changed.
document.querySelector("form [aria-invalid=true]")?.focus();
document.addEventListener("htmx:after:swap", () => markMine(document));
