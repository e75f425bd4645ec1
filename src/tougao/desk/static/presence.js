// Who else is on this draft: I say that I am, hear who else is, and what they did to it meanwhile. Nothing here keeps me from saving.
const HERE_MS = 20000;
const LOOK_MS = 4000;
const form = document.querySelector("[data-here]");
const $ = (selector) => form.querySelector(selector);

if (form) {
  const token = $("[name=csrfmiddlewaretoken]").value;
  const version = () => Number(document.querySelector("#draft [name=version]")?.value || form.dataset.version);
  let etag = null;

  const tell = (news) => {
    const list = $("ul");
    const told = [...list.children].map((each) => each.textContent);
    if (told.join("\n") !== news.others.join("\n")) {
      list.replaceChildren(...news.others.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
    }
    $("[data-key=o]").hidden = !news.may_take;
    const isOld = news.news && (news.version > version() || news.status !== form.dataset.status);
    $("[data-meanwhile]").hidden = !isOld;
    if (isOld && $("[data-meanwhile] span").textContent !== news.news) $("[data-meanwhile] span").textContent = news.news;
    $("[data-meanwhile] a").href = location.href;
  };

  const here = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(form.dataset.here, { method: "POST", headers: { "X-CSRFToken": token }, keepalive: true });
      if (answer.ok && !answer.redirected) tell(await answer.json());
    } catch { /* said again in a moment */ }
  };
  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(form.dataset.live, { headers: etag ? { "If-None-Match": etag } : {}, cache: "no-store" });
      if (answer.status === 200 && !answer.redirected) { etag = answer.headers.get("ETag"); tell(await answer.json()); }
    } catch { /* the next look will tell */ }
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault(); // what was typed into the draft stays
    const body = new FormData(form);
    body.append("take", "yes");
    const answer = await fetch(form.dataset.here, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.ok && !answer.redirected) tell(await answer.json());
  });

  here();
  setInterval(here, HERE_MS);
  setInterval(look, LOOK_MS);
  document.addEventListener("visibilitychange", () => { here(); look(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) here(); });
  window.addEventListener("pagehide", () => {
    const gone = new FormData();
    gone.append("csrfmiddlewaretoken", token);
    navigator.sendBeacon(form.dataset.leave, gone);
  });
}
