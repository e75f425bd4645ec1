// The page of a draft. Each thing on it has a file of its own; here they meet.

import { PictureChoice, askLink } from "./asking.js";
import { Counterparts } from "./counterparts.js";
import { Islands } from "./islands.js";
import { Pane } from "./pane.js";
import { Paper } from "./paper.js";
import { Pictures } from "./pictures.js";
import { Places } from "./places.js";
import { Proposals } from "./proposals.js";
import { Receiver } from "./receive.js";
import { Saving } from "./saving.js";
import { Tables } from "./tables.js";
import { Toolbar } from "./toolbar.js";
import { $ } from "../dom.js";

const KEYS = { k: "link", "alt+0": "p", "alt+2": "h2", "alt+3": "h3", "shift+7": "ol", "shift+8": "ul", "shift+9": "quote", "alt+o": "origin" };

const form = $("#draft");
const box = $(".paper-box");
const pane = new Pane($("[data-pane]"), { before: () => saving?.flush() });
const proposals = new Proposals($("#copy"));
new Places({ sides: $(".sides"), tabs: $(".places"), pane, form });
let saving = null;

if (box) await write();
followThumb();
document.documentElement.dataset.draft = "ready";

async function write() {
  const words = JSON.parse($("#draft-words").textContent);
  const source = form.elements.html;
  box.hidden = false;
  source.hidden = true;
  const paper = new Paper($(".paper", box), source.value);
  const islands = new Islands(paper, box);
  const note = $(".paper-note", box);
  const tell = (text, isTrouble = false) => {
    note.textContent = text;
    note.hidden = !text;
    note.classList.toggle("error", isTrouble);
  };

  const pictures = new Pictures({
    paper, islands, tell, words,
    bar: $(".picture-bar", box),
    cropDialog: $("#crop"),
    address: form.dataset.pictures,
    token: () => form.elements.csrfmiddlewaretoken.value,
  });
  new Tables(paper, islands, $(".table-bar", box));
  const receiver = new Receiver(paper, islands, box, { upload: (file) => pictures.upload(file), tell, words });
  const choice = new PictureChoice($("#choose-picture"), $("#pick-picture"), {
    place: (told, after) => receiver.place(told, after),
    send: (files, after) => receiver.put(files, after),
  });

  saving = new Saving({
    form, paper, source, words,
    onSaved: () => {
      pane.refresh();
      proposals.refresh();
    },
  });
  const counterparts = new Counterparts({ form, paper, pane, tell, words, flush: () => saving.flush() });
  paper.addEventListener("change", () => {
    if (!source.hidden) return;
    source.value = paper.html;
    saving.changed();
  });

  const deeds = {
    p: () => paper.block("p"), h2: () => paper.block("h2"), h3: () => paper.block("h3"),
    b: () => paper.mark("b"), i: () => paper.mark("i"),
    quote: () => paper.quote(), ul: () => paper.list("ul"), ol: () => paper.list("ol"),
    link: () => askLink(paper, $("#link")),
    picture: () => choice.ask(paper.caretTop),
    table: () => paper.insertTable().querySelector("th").focus(),
    undo: () => paper.undo(), redo: () => paper.redo(),
    origin: () => counterparts.follow(),
    html: () => turn(paper, source),
  };
  new Toolbar($(".format", box), paper, deeds);
  box.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.isComposing || event.target.closest(".island")) return;
    const key = (/^Digit\d$/.test(event.code) ? event.code.slice(-1) : event.key).toLowerCase();
    const deed = KEYS[`${event.altKey ? "alt+" : ""}${event.shiftKey ? "shift+" : ""}${key}`];
    if (!deed) return;
    event.preventDefault();
    event.stopPropagation();
    deeds[deed]();
  }, true);
  await saving.askAboutCopies();
}

/** The body as HTML, for whoever would rather, and back. */
function turn(paper, source) {
  const isSource = !source.hidden;
  source.hidden = isSource;
  paper.root.hidden = !isSource;
  for (const button of box.querySelectorAll(".format button:not([data-do=html])")) button.hidden = !isSource;
  if (isSource) {
    paper.load(source.value);
    source.value = paper.html;
    saving.changed();
  }
  (isSource ? paper.root : source).focus();
}

/** On a phone, what is pressed while writing stands above the keyboard. */
function followThumb() {
  const view = window.visualViewport;
  if (!view) return;
  const place = () => document.documentElement.style.setProperty("--keyboard", `${Math.max(0, innerHeight - view.height - view.offsetTop)}px`);
  view.addEventListener("resize", place);
  view.addEventListener("scroll", place);
}
