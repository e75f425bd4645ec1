// What is pasted from Word, WPS, WeChat, a mail or a page becomes small HTML: words, headings, lists, tables; no looks.

import { blocks } from "./body.js";

const BULLET = /^[·•●○■◆◇▪§oØüÿ\-–*\uf000-\uf0ff]$/;
const COUNTED = /^\(?\d{1,3}[.)、．]?$/;
const LONGEST_HEADING = 45;
const NOT_PASTED = "del,[class*=msoDel],[class*=MsoCommentReference],[class*=msocom]";
const MARK_FONT = /wingdings|symbol|webdings/;

const styleOf = (node, name) => new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]+)`, "i").exec(node.getAttribute("data-style") ?? "")?.[1].trim().toLowerCase() ?? "";

/** What an element's style says of it, as elements. */
function marked(node, page) {
  const weight = styleOf(node, "font-weight");
  const isBold = weight === "bold" || weight === "bolder" || Number(weight) >= 600;
  const wanted = [];
  if (isBold) wanted.push("b");
  if (styleOf(node, "font-style").startsWith("italic")) wanted.push("i");
  if (styleOf(node, "vertical-align") === "sub") wanted.push("sub");
  if (styleOf(node, "vertical-align") === "super") wanted.push("sup");
  if ((weight === "normal" || Number(weight) <= 400) && weight && /^(?:b|strong)$/.test(node.localName)) node.replaceWith(...node.childNodes);
  for (const tag of wanted) {
    if (node.localName === tag) continue;
    const made = page.createElement(tag);
    made.append(...node.childNodes);
    node.append(made);
  }
}

/** Word's lists are paragraphs that look like one; the mark before each is no part of its words, unless it reads 一、. */
function listed(page) {
  let list = null;
  for (const paragraph of [...page.querySelectorAll("p,h1,h2,h3,h4,h5,h6")]) {
    const level = /level(\d)/.exec(styleOf(paragraph, "mso-list"))?.[1];
    const marker = [...paragraph.querySelectorAll("span")].find((span) => /ignore/i.test(styleOf(span, "mso-list")));
    const mark = (marker?.textContent ?? "").replace(/[\s\u00a0]+/g, "");
    const isDrawn = MARK_FONT.test(styleOf(marker?.parentElement ?? paragraph, "font-family"));
    const tag = BULLET.test(mark) || (mark && isDrawn) ? "ul" : COUNTED.test(mark) ? "ol" : "";
    if (!level || !tag || /^h\d$/.test(paragraph.localName)) {
      if (marker) marker.textContent = mark;
      list = null;
      continue;
    }
    marker.remove();
    const isNext = list && list.last.nextElementSibling === paragraph;
    if (!isNext) list = { last: paragraph, stack: [] };
    const item = page.createElement("li");
    item.append(...paragraph.childNodes);
    const depth = Number(level);
    while (list.stack.length && (list.stack.at(-1).depth > depth || (list.stack.at(-1).depth === depth && list.stack.at(-1).tag !== tag))) list.stack.pop();
    if (list.stack.at(-1)?.depth !== depth) {
      const made = page.createElement(tag);
      const outer = list.stack.at(-1)?.node.lastElementChild;
      if (outer) outer.append(made);
      else if (isNext) list.last.after(made);
      else paragraph.before(made);
      if (!outer) list.last = made;
      list.stack.push({ depth, tag, node: made });
    }
    list.stack.at(-1).node.append(item);
    paragraph.remove();
    list.last = list.stack[0].node;
  }
}

function headed(page) {
  for (const paragraph of page.querySelectorAll("p")) {
    const level = Number(styleOf(paragraph, "mso-outline-level"));
    const isTitle = /(?:^|\s)(?:MsoTitle|MsoSubtitle)(?:\s|$)/i.test(paragraph.className);
    if ((level || isTitle) && paragraph.textContent.trim().length <= LONGEST_HEADING) {
      const made = page.createElement(isTitle || level === 1 ? "h2" : "h3");
      made.append(...paragraph.childNodes);
      paragraph.replaceWith(made);
    }
  }
  for (const bold of page.querySelectorAll(":is(h1,h2,h3,h4,h5,h6) :is(b,strong)")) bold.replaceWith(...bold.childNodes);
}

/** Tables that only hold the page together: one cell, or tables in cells. */
function unframed(page) {
  for (const table of [...page.querySelectorAll("table")].reverse()) {
    if (table.querySelectorAll("td,th").length === 1 || table.querySelector("table")) {
      const content = [...table.querySelectorAll("td,th")].filter((cell) => cell.closest("table") === table).map((cell) => {
        const block = page.createElement("div");
        block.append(...cell.childNodes);
        return block;
      });
      table.replaceWith(...content);
    }
  }
}

function fileOf(img, number) {
  const found = /^data:(image\/[a-z+.-]+);base64,([A-Za-z0-9+/=\s]+)$/i.exec(img.getAttribute("src") ?? "");
  if (!found) return null;
  try {
    const bytes = Uint8Array.from(atob(found[2].replace(/\s/g, "")), (character) => character.charCodeAt(0));
    return new File([bytes], img.getAttribute("alt")?.slice(0, 60) || `${number}.${found[1].split("/")[1]}`, { type: found[1] });
  } catch {
    return null;
  }
}

/** Pictures that came along become files to send up; `left` counts those that stand elsewhere and cannot be had. */
function pictured(page) {
  const files = [];
  let left = 0;
  for (const img of page.querySelectorAll("img")) {
    if (/^(?:\/|https?:\/\/[^/]+\/)desk\/media\//.test(img.getAttribute("src") ?? "")) continue;
    const file = fileOf(img, files.length + 1);
    const mark = page.createElement("p");
    if (file) {
      mark.textContent = `\u{e000}${files.push(file) - 1}\u{e001}`;
      img.closest("p,div,section,td,figure")?.before(mark) ?? img.replaceWith(mark);
    } else if (!(Number(img.getAttribute("width")) < 3 && img.hasAttribute("width"))) left += 1;
    img.remove();
  }
  return { files, left };
}

const trimmed = (block) =>
  block
    .replace(/&nbsp;/g, " ")
    .replace(/^(<(?:p|h2|h3)>(?:<(?:b|i|a[^>]*)>)*)[\s\u3000]+/, "$1")
    .replace(/[\s\u3000]+((?:<\/(?:b|i|a)>)*<\/(?:p|h2|h3)>)$/, "$1")
    .replace(/ {2,}/g, " ");

/** {pieces: small HTML or File, in order; left: how many pictures stayed behind}. */
export function cleaned(html) {
  // The desk's policy lets no style of strangers be; here they are read and never applied.
  const readable = html.replace(/<style[\s>][\s\S]*?<\/style\s*>/gi, "").replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
  const page = new DOMParser().parseFromString(readable, "text/html");
  for (const node of page.querySelectorAll(NOT_PASTED)) node.remove();
  for (const node of page.querySelectorAll("[data-style]")) if (styleOf(node, "display") === "none" || styleOf(node, "mso-hide") === "all") node.remove();
  listed(page);
  unframed(page);
  const { files, left } = pictured(page);
  for (const node of [...page.body.querySelectorAll("[data-style]")]) marked(node, page);
  headed(page);
  const pieces = [];
  for (const block of blocks(page.body)) {
    const file = /^<p>\u{e000}(\d+)\u{e001}<\/p>$/u.exec(block);
    if (file) pieces.push(files[file[1]]);
    else if (!/^<p>.*<\/p>$/s.test(block)) pieces.push(trimmed(block));
    else pieces.push(...block.slice(3, -4).split(/(?:<br>\s*){2,}/).map((part) => trimmed(`<p>${part}</p>`)).filter((part) => part !== "<p></p>"));
  }
  return { pieces: pieces.filter((piece) => piece instanceof File || piece.replace(/<[^>]*>/g, "").trim() || piece.includes("<img")), left };
}

/** Plain text: each line a paragraph. */
export const plain = (text) => {
  const lines = document.createElement("div");
  for (const line of text.split(/\r\n?|\n/)) {
    const paragraph = document.createElement("p");
    paragraph.textContent = line.replace(/[\u00a0\t]/g, " ").replace(/^[\s\u3000]+|[\s\u3000]+$/g, "");
    lines.append(paragraph);
  }
  return blocks(lines);
};
