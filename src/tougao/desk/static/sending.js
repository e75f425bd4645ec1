// Nothing is sent into the void, and nothing twice: before a form leaves, the desk is asked whether it can be reached and who
// is signed in. If not, the form is held back with words, and all that was typed stays. Any answer renews the page's tokens.
// Once a form has left, no other leaves; one that gives a file (data-gives-file) leaves the page where it is and holds up nothing.
import { $, $$ } from "./dom.js";

const WAIT_MILLISECONDS = 15000;

const held = $("#held");
const asking = new Set(); // forms for which the desk is being asked
let passing = null; // the form that was cleared, while it is sent
let isLeaving = false;

const say = (words, isSignedOut = false) => {
  held.hidden = !words;
  $("span", held).textContent = words;
  $("a", held).hidden = !isSignedOut;
};

/** Each form of the page bears this token from now on. */
export const renew = (token) => {
  for (const each of $$("input[name=csrfmiddlewaretoken]")) each.value = token;
};

export const token = () => $("input[name=csrfmiddlewaretoken]").value;

/** Did it lead to the sign-in page, or was it refused? Asked of what was fetched with redirect: "manual". */
export const isForStrangers = (answer) => answer.type === "opaqueredirect" || answer.status === 403;

/** Who is signed in, as {editor, csrf}; else the trouble, by the name its words have on #held. */
const ask = async () => {
  try {
    const answer = await fetch(held.dataset.ask, { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(WAIT_MILLISECONDS) });
    if (isForStrangers(answer)) return { trouble: "signedOut" };
    if (!answer.ok) return { trouble: "busy" };
    return await answer.json();
  } catch {
    return { trouble: "offline" };
  }
};

/** May something be sent now, in the name of whom the page was made for? Says why not. */
export const isOpen = async () => {
  const told = await ask();
  const isOther = !told.trouble && told.editor !== Number(held.dataset.editor);
  const trouble = isOther ? "other" : told.trouble;
  say(trouble ? held.dataset[trouble] : "", trouble === "signedOut");
  if (trouble) return false;
  renew(told.csrf);
  return true;
};

/** Send a form that was cleared: it is not asked about again. */
export const pass = (form, submitter) => {
  passing = form;
  try { send(form, submitter); } finally { passing = null; }
};

/** For a button that was drawn anew meanwhile stands its like, or what it would have said. */
const send = (form, submitter) => {
  const isSame = (each) => each.form === form && each.name === submitter.name && each.value === submitter.value;
  const button = !submitter || submitter.form === form ? submitter : $$("button").find(isSame);
  if (button || !submitter) { form.requestSubmit(button); return; }
  const word = Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value });
  form.append(word);
  form.requestSubmit();
  word.remove();
};

const leaves = (form, submitter) => (submitter?.getAttribute("formmethod") ?? form.method).toLowerCase() === "post" && !(submitter?.formTarget || form.target);
const givesFile = (form) => "givesFile" in form.dataset;

if (held) {
  document.addEventListener("submit", async (event) => {
    const { target: form, submitter } = event;
    if (!leaves(form, submitter) || (passing === form && !isLeaving)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const isHeldUp = isLeaving || asking.has(form) || (!givesFile(form) && [...asking].some((each) => !givesFile(each)));
    if (isHeldUp) { say(held.dataset.sending); return; }
    asking.add(form);
    const isAllowed = await isOpen();
    asking.delete(form);
    if (isAllowed) pass(form, submitter);
  }, true);
  window.addEventListener("submit", ({ target: form, submitter, defaultPrevented }) => {
    if (defaultPrevented || !leaves(form, submitter)) return;
    if (!givesFile(form)) isLeaving = true;
    document.dispatchEvent(new CustomEvent("desk:sent", { detail: { form, submitter } }));
  });
  window.addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    isLeaving = false;
    say("");
  });
  // Whoever signs in again in another window goes on here.
  window.addEventListener("focus", () => { if (!held.hidden && !isLeaving) isOpen(); });
}
