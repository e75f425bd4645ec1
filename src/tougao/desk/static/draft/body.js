// The body of a draft, between the small HTML that is stored (core/markup.py) and what one sees and edits.
// What nobody has touched is written back byte for byte; what was touched is written anew, in the same small HTML.

// --- the small HTML as a table: what may stand in what; # are words
const INLINE = "# b i sub sup a br img";
const SCHEMA = Object.fromEntries(
  Object.entries({
    p: INLINE, h2: INLINE, h3: INLINE, figcaption: INLINE, b: INLINE, i: INLINE, sub: INLINE, sup: INLINE, a: INLINE,
    blockquote: `${INLINE} p h2 h3 ul ol`,
    ul: "li", ol: "li", li: `${INLINE} p ul ol`,
    table: "thead tbody", thead: "tr", tbody: "tr", tr: "td th", td: `${INLINE} p ul ol`, th: `${INLINE} p ul ol`,
    figure: "img figcaption", br: "", img: "",
  }).map(([tag, children]) => [tag, new Set(children.split(" "))]),
);
const ATTRIBUTES = { a: ["href", "title"], img: ["src", "width", "height", "alt"], td: ["colspan", "rowspan"], th: ["colspan", "rowspan"], b: ["class"], p: ["class"] };
const PIECES = new Set(["p", "h2", "h3", "blockquote", "ul", "ol", "table", "figure"]);

const TAG = /<(\/?)([a-z][a-z0-9]*)(?:\s[^<>]*)?>/g;
const ADDRESS = /\/desk\/media\/([0-9a-f]{64})-\d+\.(jpg|png)$/;
const REFERENCE = /^media:([0-9a-f]{64})\.(jpg|png)$/;
const LINK = /^(?:https?:\/\/|mailto:)\S+$/i;
// As core/characters.py: nothing invisible that lies about order.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\ufff9-\ufffb]/g;
const SHOWN_WIDTH = 720;

export const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

/** As core/paragraphs.py parts it: each block with the white space after it. */
export function parted(html) {
  const pieces = [];
  let start = 0;
  let depth = 0;
  for (const tag of html.matchAll(TAG)) {
    if (tag[2] === "br" || tag[2] === "img") continue;
    if (!tag[1]) {
      if (depth === 0 && html.slice(start, tag.index).trim()) {
        pieces.push(html.slice(start, tag.index));
        start = tag.index;
      }
      depth += 1;
    } else if (depth) {
      depth -= 1;
      if (depth === 0) {
        let end = tag.index + tag[0].length;
        while (end < html.length && /\s/.test(html[end])) end += 1;
        pieces.push(html.slice(start, end));
        start = end;
      }
    }
  }
  if (start < html.length) pieces.push(html.slice(start));
  return pieces;
}

// --- small HTML → what one sees

export const address = (sha256, extension) => `/desk/media/${sha256}-${SHOWN_WIDTH}.${extension}`;

/** A picture with its caption: an island, in which only the caption is written. */
export function figure(attributes, caption = []) {
  const img = element("img", { ...attributes, draggable: "false" });
  return element(
    "figure",
    { class: "island", contenteditable: "false", tabindex: "0", draggable: "true" },
    element("div", { class: "frame" }, img),
    element("figcaption", { contenteditable: "plaintext-only" }, ...caption),
  );
}

/** A table is an island as well: each cell is edited by itself, so that nothing can tear its rows. */
export function table(made) {
  for (const [name, value] of [["class", "island"], ["contenteditable", "false"], ["tabindex", "0"]]) made.setAttribute(name, value);
  for (const cell of made.querySelectorAll("td,th")) cell.setAttribute("contenteditable", "true");
  return made;
}

/** A piece the table above knows nothing of is shown, moved and removed, but not written in. */
const kept = (content) => element("div", { class: "island kept", contenteditable: "false", tabindex: "0" }, content);

const fits = (node) =>
  SCHEMA[node.localName] !== undefined &&
  [...node.childNodes].every((child) =>
    child.nodeType === Node.TEXT_NODE
      ? SCHEMA[node.localName].has("#") || !child.data.trim()
      : child.nodeType === Node.ELEMENT_NODE && SCHEMA[node.localName].has(child.localName) && fits(child),
  ) &&
  (node.localName !== "figure" || node.querySelectorAll(":scope > img").length === 1);

function shownPiece(piece) {
  const template = document.createElement("template");
  template.innerHTML = piece.trim();
  const { content } = template;
  for (const each of content.querySelectorAll("*")) {
    const may = ATTRIBUTES[each.localName] ?? [];
    for (const { name } of [...each.attributes]) if (!may.includes(name)) each.removeAttribute(name);
    if (each.localName === "img") {
      const reference = REFERENCE.exec(each.getAttribute("src") ?? "");
      if (reference) each.src = address(reference[1], reference[2]);
      else each.removeAttribute("src");
    }
  }
  const made = content.firstElementChild;
  if (content.childNodes.length !== 1 || !made || !PIECES.has(made.localName) || !fits(made)) return kept(content);
  const walker = document.createTreeWalker(made, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) walker.currentNode.data = walker.currentNode.data.replace(/[ \t\r\n\f]+/g, " ");
  if (made.localName === "table") return table(made);
  if (made.localName !== "figure") return made;
  const img = made.querySelector("img");
  const caption = made.querySelector("figcaption");
  return figure(Object.fromEntries([...img.attributes].map(({ name, value }) => [name, value])), caption ? [...caption.childNodes] : []);
}

/** The pieces of a body as elements; those of the body that is opened are numbered in `data-n`. */
export function shown(html, areNumbered = false) {
  const fragment = document.createDocumentFragment();
  parted(html).forEach((piece, number) => {
    if (!piece.trim()) return;
    const made = shownPiece(piece);
    if (areNumbered) made.dataset.n = number;
    fragment.append(made);
  });
  return fragment;
}

// --- what one sees → small HTML

const BLOCKS = "p,div,h1,h2,h3,h4,h5,h6,blockquote,ul,ol,li,table,thead,tbody,tfoot,tr,td,th,figure,figcaption,pre,hr,section,article,main,header,footer,aside,nav,center,dl,dt,dd,address,form,fieldset,caption";
const UNSEEN = new Set(["script", "style", "head", "title", "meta", "link", "template", "noscript", "svg", "math", "object", "embed", "iframe", "input", "button", "select", "textarea"]);
const MARKS = ["a", "b", "i", "sub", "sup"];

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/\u00a0/g, "&nbsp;");
const quoted = (text) => escaped(text).replace(/"/g, "&quot;");
const attribute = (name, value) => (value ? ` ${name}="${quoted(value.replace(FORBIDDEN, ""))}"` : "");

function markOf(node) {
  switch (node.localName) {
    case "b": case "strong":
      return { b: node.classList.contains("dateline") ? ' class="dateline"' : "" };
    case "i": case "em":
      return { i: "" };
    case "sub": case "sup":
      return { [node.localName]: "" };
    case "a": {
      const href = (node.getAttribute("href") ?? "").trim();
      return LINK.test(href) ? { a: attribute("href", href) + attribute("title", node.getAttribute("title") ?? "") } : {};
    }
    default:
      return {};
  }
}

function picture(img) {
  const source = img.getAttribute("src") ?? "";
  const own = source.startsWith(`${location.origin}/`) ? source.slice(location.origin.length) : source;
  const reference = REFERENCE.exec(source) ?? (own.startsWith("/desk/") ? ADDRESS.exec(own) : null);
  if (!reference) return "";
  const size = ["width", "height"].map((name) => attribute(name, /^\d{1,5}$/.exec(img.getAttribute(name) ?? "")?.[0])).join("");
  return `<img src="media:${reference[1]}.${reference[2]}"${size} alt="${quoted((img.getAttribute("alt") ?? "").replace(FORBIDDEN, ""))}">`;
}

// Runs are words, breaks and pictures in a row, each with the marks that hold for it.
function addWords(runs, words, marks) {
  const last = runs.at(-1);
  let text = words.replace(FORBIDDEN, "").replace(/[ \t\r\n\f]+/g, " ");
  if (text.startsWith(" ") && (!last || last.isBreak || last.text?.endsWith(" "))) text = text.slice(1);
  if (text) runs.push({ text, marks });
}

function addBreak(runs, marks) {
  trimEnd(runs);
  runs.push({ isBreak: true, marks });
}

function trimEnd(runs) {
  const last = runs.at(-1);
  if (!last?.text?.endsWith(" ")) return;
  last.text = last.text.slice(0, -1);
  if (!last.text) { runs.pop(); trimEnd(runs); }
}

function runsOf(node, marks, runs) {
  for (const child of node.childNodes) addRun(child, marks, runs);
  return runs;
}

function addRun(node, marks, runs) {
  if (node.nodeType === Node.TEXT_NODE) return addWords(runs, node.data, marks);
  if (node.nodeType !== Node.ELEMENT_NODE || UNSEEN.has(node.localName)) return undefined;
  if (node.localName === "br") return addBreak(runs, marks);
  if (node.localName === "img") {
    const html = picture(node);
    return html ? runs.push({ html, marks }) : undefined;
  }
  const isBlock = node.matches(BLOCKS);
  if (isBlock && runs.length && !runs.at(-1).isBreak) addBreak(runs, marks);
  runsOf(node, { ...marks, ...markOf(node) }, runs);
  if (isBlock && node.nextSibling && runs.length && !runs.at(-1).isBreak) addBreak(runs, marks);
  return undefined;
}

/** Runs as HTML: marks of neighbours that are the same are one element, links outermost. */
function nested(runs, depth = 0) {
  if (depth === MARKS.length) return runs.map((run) => (run.isBreak ? "<br>" : run.html ?? escaped(run.text))).join("");
  const name = MARKS[depth];
  let html = "";
  for (let from = 0, to; from < runs.length; from = to) {
    const value = runs[from].marks[name];
    for (to = from + 1; to < runs.length && runs[to].marks[name] === value; ) to += 1;
    const inner = nested(runs.slice(from, to), depth + 1);
    html += value === undefined ? inner : `<${name}${value}>${inner}</${name}>`;
  }
  return html;
}

function inline(runs) {
  let from = 0;
  while (runs[from]?.isBreak) from += 1;
  const left = runs.slice(from);
  while (left.length && (left.at(-1).isBreak || left.at(-1).text?.endsWith(" "))) {
    if (left.at(-1).isBreak) left.pop();
    else trimEnd(left);
  }
  return /[^\s\u00a0]/.test(left.map((run) => run.html ?? run.text ?? "").join("")) ? nested(left) : "";
}

const inlineOf = (node, marks = {}) => inline(runsOf(node, marks, []));
const holdsBlocks = (node) => node.querySelector(BLOCKS) !== null;

/** The content of any node as blocks of small HTML, a string each. */
export function blocks(node, marks = {}, out = []) {
  let loose = [];
  const settle = () => {
    const html = inline(loose);
    if (html) out.push(`<p>${html}</p>`);
    loose = [];
  };
  for (const child of node.childNodes) {
    if (child.nodeType === Node.ELEMENT_NODE && UNSEEN.has(child.localName)) continue;
    if (child.nodeType !== Node.ELEMENT_NODE || !(child.matches(BLOCKS) || holdsBlocks(child))) addRun(child, marks, loose);
    else {
      settle();
      addBlock(child, { ...marks, ...markOf(child) }, out);
    }
  }
  settle();
  return out;
}

function addBlock(node, marks, out) {
  const put = (tag, html, attributes = "") => { if (html) out.push(`<${tag}${attributes}>${html}</${tag}>`); };
  switch (node.localName) {
    case "h1": case "h2":
      return node.querySelector("table,figure,ul,ol") ? blocks(node, marks, out) : put("h2", inlineOf(node, marks));
    case "h3": case "h4": case "h5": case "h6":
      return node.querySelector("table,figure,ul,ol") ? blocks(node, marks, out) : put("h3", inlineOf(node, marks));
    case "blockquote":
      return put("blockquote", blocks(node, marks).join(""));
    case "ul": case "ol":
      return put(node.localName, items(node, marks));
    case "table":
      return put("table", rows(node, marks));
    case "figure":
      return addFigure(node, marks, out);
    case "pre":
      for (const block of node.textContent.split(/\n\s*\n/)) put("p", block.split("\n").map((row) => escaped(row.replace(FORBIDDEN, "").trim())).filter(Boolean).join("<br>"));
      return undefined;
    case "hr":
      return undefined;
    default:
      if (holdsBlocks(node)) return blocks(node, marks, out);
      return put("p", inlineOf(node, marks), node.localName === "p" && node.classList.contains("credit") ? ' class="credit"' : "");
  }
}

function addFigure(node, marks, out) {
  const html = [...node.querySelectorAll("img")].map(picture).find(Boolean);
  const caption = node.querySelector("figcaption");
  const words = caption ? inlineOf(caption) : "";
  if (!html) blocks(node, marks, out);
  else out.push(`<figure>${html}${words ? `<figcaption>${words}</figcaption>` : ""}</figure>`);
}

/** Of a list item or a cell: one paragraph needs no tag of its own, several are lines. */
function bare(node, marks) {
  let html = "";
  let isAfterLine = false;
  for (const block of blocks(node, marks)) {
    const line = /^<p>(.*)<\/p>$/s.exec(block);
    html += line ? (isAfterLine ? "<br>" : "") + line[1] : block;
    isAfterLine = Boolean(line);
  }
  return html;
}

function items(list, marks) {
  const out = [];
  for (const child of list.childNodes) {
    const isList = child.localName === "ul" || child.localName === "ol";
    const html = child.localName === "li" ? bare(child, marks) : bare(element("div", {}, child.cloneNode(true)), marks);
    if (isList && out.length) out[out.length - 1] += html;
    else if (html) out.push(html);
  }
  return out.map((html) => `<li>${html}</li>`).join("");
}

function rows(made, marks) {
  const parts = { thead: "", tbody: "" };
  for (const row of made.rows) {
    const cells = [...row.cells].map((cell) => {
      const spans = ["colspan", "rowspan"].map((name) => attribute(name, /^(?!1$)\d{1,2}$/.exec(cell.getAttribute(name) ?? "")?.[0])).join("");
      return `<${cell.localName}${spans}>${bare(cell, marks)}</${cell.localName}>`;
    });
    if (cells.length) parts[row.parentNode.localName === "thead" ? "thead" : "tbody"] += `<tr>${cells.join("")}</tr>`;
  }
  return Object.entries(parts).map(([tag, html]) => (html ? `<${tag}>${html}</${tag}>` : "")).join("");
}

// --- untouched pieces

const look = (node) => node.outerHTML.replace(/ data-(?:marked|ask)="[^"]*"/g, "");

/** What each piece looked like when it was shown, so that what was not touched is written as it was. */
export class Source {
  constructor(html, root) {
    const pieces = parted(html);
    this.pieces = pieces.map((piece, number) => (number === pieces.length - 1 && !/\s$/.test(piece) ? `${piece}\n` : piece));
    this.looks = new Map([...root.children].filter((each) => each.dataset.n).map((each) => [each.dataset.n, look(each)]));
  }

  /** The body as it stands in `root` now. */
  written(root) {
    let html = "";
    for (const node of root.childNodes) {
      const number = node.dataset?.n;
      const piece = number === undefined ? undefined : this.pieces[number];
      if (piece !== undefined && (this.looks.get(number) === look(node) || node.classList.contains("kept"))) html += piece;
      else {
        const made = node.nodeType === Node.ELEMENT_NODE ? blocks(element("div", {}, node.cloneNode(true))) : blocks({ childNodes: [node] });
        if (made.length) html += made.join("\n") + (/\s*$/.exec(piece ?? "\n")[0]);
      }
    }
    return html.trim();
  }
}
