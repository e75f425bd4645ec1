// What happens meanwhile: counts follow, rows others took or decided are marked at once, new ones are announced and wait.
// A look every four seconds that mostly says "nothing" (304); none while the page is hidden, nor once nobody is signed in.
// queue.js hears of a list drawn anew as "desk:list".
import { $, $$, BY_ITSELF } from "./dom.js";
import { isForStrangers } from "./sending.js";

const EVERY_MS = 4000;
const SLOWEST_MS = 60000;
const rows = () => $$(".queue > li");
const title = document.title;
let etag = $("#list")?.dataset.etag;
let pause = EVERY_MS;
let timer = null;

const shown = () => rows().map((row) => row.dataset.id).join(",");
const announce = (words) => { $("[data-announce]").textContent = words; };

const look = async () => {
  clearTimeout(timer);
  const list = $("#list");
  try {
    const address = `${list.dataset.live}&rows=${shown()}`;
    const answer = await fetch(address, { headers: { "If-None-Match": etag }, cache: "no-store", redirect: "manual" });
    if (isForStrangers(answer)) { $("[data-signed-out]").hidden = false; return; } // until somebody comes back to the page
    if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
    $("[data-offline]").hidden = true;
    $("[data-signed-out]").hidden = true;
    pause = EVERY_MS;
    if (answer.status === 200) { etag = answer.headers.get("ETag"); await tell(await answer.json()); }
  } catch {
    pause = Math.min(pause * 2, SLOWEST_MS);
    $("[data-offline]").hidden = pause < 4 * EVERY_MS; // one look that failed is no news
  }
  if (!document.hidden) timer = setTimeout(look, pause);
};

const tell = async (news) => {
  for (const [name, number] of Object.entries(news.counts)) {
    const place = $(`[data-count="${name}"]`);
    if (place) place.textContent = number;
  }
  for (const row of rows()) {
    const change = news.rows[row.dataset.id];
    if (change) tellRow(row, change);
  }
  document.title = news.added ? `(${news.added}) ${title}` : title;
  const fresh = $("[data-fresh]");
  if (!news.added) { fresh.hidden = true; return; }
  if (!rows().length) { await show(BY_ITSELF); return; } // nothing there that could jump away under the hand
  const words = $("span", fresh);
  if (words.textContent !== news.words) { words.textContent = news.words; announce(news.words); }
  fresh.hidden = false;
};

const tellRow = (row, change) => {
  const told = $("[data-news]", row);
  if (told && (row.classList.contains("gone") !== change.gone || told.textContent !== change.words)) {
    row.classList.toggle("gone", change.gone);
    told.textContent = change.words;
    told.hidden = !change.words;
    const box = $("[name=draft]", row);
    if (box) {
      box.disabled = change.gone;
      if (change.gone && box.checked) { box.checked = false; box.dispatchEvent(new Event("change", { bubbles: true })); }
    }
    if (change.words) announce(`${$("b", row).textContent}: ${change.words}`);
  }
  const there = $("[data-there]", row);
  if (there && there.textContent !== change.there) { there.textContent = change.there; there.hidden = !change.there; }
  if (change.title && change.version !== Number(row.dataset.version)) {
    row.dataset.version = change.version;
    $("b", row).textContent = change.title;
  }
};

const show = async (said = {}) => {
  const first = new URL(location.href);
  for (const name of ["after", "before", "done"]) first.searchParams.delete(name);
  const answer = await fetch(first, { headers: { Accept: "text/html", ...said }, redirect: "manual" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = $("#list", page);
  if (!next) return;
  const was = { marked: $(".queue .marked")?.dataset.id, ticked: $$(".queue [name=draft]:checked").map((each) => each.value) };
  $("#list").replaceWith(next);
  for (const each of $$(".queue [name=draft]")) each.checked = was.ticked.includes(each.value);
  document.dispatchEvent(new CustomEvent("desk:list", { detail: was.marked }));
  etag = next.dataset.etag;
  document.title = title;
  $("[data-fresh]").hidden = true;
  $("[data-fresh] span").textContent = "";
  history.replaceState(null, "", first);
  window.scrollTo({ top: 0 });
};

if ($("#list")) {
  $("[data-fresh] button").addEventListener("click", () => show());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) clearTimeout(timer);
    else { pause = EVERY_MS; look(); }
  });
  window.addEventListener("focus", () => { if (!$("[data-signed-out]").hidden) look(); });
  timer = setTimeout(look, EVERY_MS);
}
