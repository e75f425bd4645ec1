// Who else is on this draft: I say that I am, hear who else is, and what they did to it meanwhile. Nothing here keeps me from saving.
import { isForStrangers, isOpen, token } from "./sending.js";

const HERE_MS = 20000;
const LOOK_MS = 4000;
const form = document.querySelector("[data-here]");
const $ = (selector) => form.querySelector(selector);

if (form) {
  const version = () => Number(document.querySelector("#draft [name=version]")?.value || form.dataset.version);
  let etag = null;
  let isOut = false; // nobody is signed in: nothing is asked until somebody is again

  const tell = (news) => {
    const list = $("ul");
    const told = [...list.children].map((each) => each.textContent);
    if (told.join("\n") !== news.others.join("\n")) {
      list.replaceChildren(...news.others.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
    }
    $("[data-key=o]").hidden = !news.may_take;
    const isOld = news.news && (news.version > version() || news.status !== form.dataset.status);
    // Words of others are put together with what is written here (draft/saving.js); what has to be told is what could not be.
    const kept = document.querySelector("#kept");
    const isMerged = isOld && news.status === form.dataset.status && kept && kept.dataset.state !== "clash";
    if (isMerged) document.dispatchEvent(new Event("desk:meanwhile"));
    $("[data-meanwhile]").hidden = !isOld || isMerged;
    if (isOld && $("[data-meanwhile] span").textContent !== news.news) $("[data-meanwhile] span").textContent = news.news;
    $("[data-meanwhile] a").href = location.href;
  };

  /** Was the answer meant for somebody signed in? Who signed in again in another window has a new token; if nobody did, it is said. */
  const isMine = async (answer) => {
    if (!isForStrangers(answer)) return true;
    isOut = !(await isOpen());
    return false;
  };
  const here = async () => {
    if (document.hidden || isOut) return;
    try {
      const answer = await fetch(form.dataset.here, { method: "POST", headers: { "X-CSRFToken": token() }, keepalive: true, redirect: "manual" });
      if ((await isMine(answer)) && answer.ok) tell(await answer.json());
    } catch { /* said again in a moment */ }
  };
  const look = async () => {
    if (document.hidden || isOut) return;
    try {
      const answer = await fetch(form.dataset.live, { headers: etag ? { "If-None-Match": etag } : {}, cache: "no-store", redirect: "manual" });
      if ((await isMine(answer)) && answer.status === 200) { etag = answer.headers.get("ETag"); tell(await answer.json()); }
    } catch { /* the next look will tell */ }
  };
  const comeBack = async () => {
    if (isOut) isOut = !(await isOpen());
    here();
    look();
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault(); // what was typed into the draft stays
    const body = new FormData(form);
    body.append("take", "yes");
    const answer = await fetch(form.dataset.here, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
    if ((await isMine(answer)) && answer.ok) tell(await answer.json());
  });

  here();
  setInterval(here, HERE_MS);
  setInterval(look, LOOK_MS);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) comeBack(); });
  window.addEventListener("focus", () => { if (isOut) comeBack(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) here(); });
  window.addEventListener("pagehide", () => {
    const gone = new FormData();
    gone.append("csrfmiddlewaretoken", token());
    navigator.sendBeacon(form.dataset.leave, gone);
  });
}
