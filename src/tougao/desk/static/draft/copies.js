// What is typed and not yet saved, kept in this browser: it survives a lost connection, an ended session, a closed window.

const PREFIX = "tougao-copy";
const OLD_MILLISECONDS = 30 * 24 * 3600 * 1000;
const ANSWER_MILLISECONDS = 250;

const stored = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
};

export class Copies {
  /** `onSaved(version)` is called when another window of this browser has saved the same draft. */
  constructor(draft, editor, onSaved) {
    this.prefix = `${PREFIX}:${editor}:${draft}:`;
    this.name = sessionStorage.getItem(PREFIX) ?? crypto.randomUUID?.() ?? String(Math.random()).slice(2);
    this.line = "BroadcastChannel" in window ? new BroadcastChannel(this.prefix) : null;
    this.others = new Set();
    this.line?.addEventListener("message", ({ data }) => {
      if (data.asked) this.line.postMessage({ here: this.name, to: data.asked });
      else if (data.here) this.others.add(data.here);
      else if (data.saved) onSaved(data.saved);
    });
    this.#sweep();
  }

  get key() {
    return this.prefix + this.name;
  }

  /** Written at once, so that not even a crash takes a keystroke. False when the browser refuses. */
  keep(copy) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ ...copy, at: Date.now() }));
      return true;
    } catch {
      return false;
    }
  }

  drop(key = this.key) {
    try { localStorage.removeItem(key); } catch { /* it was never kept either */ }
  }

  told(version) {
    this.line?.postMessage({ saved: version });
  }

  /** The copies of this draft that no open window is at, newest first; this window's own from before a reload among them. */
  async waiting() {
    this.line?.postMessage({ asked: this.name });
    await new Promise((done) => setTimeout(done, ANSWER_MILLISECONDS));
    // A window that was duplicated has the same name: it takes one of its own.
    if (this.others.has(this.name)) this.name = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
    try { sessionStorage.setItem(PREFIX, this.name); } catch { /* then a reload has another name */ }
    return this.#keys()
      .filter((key) => !this.others.has(key.slice(this.prefix.length)))
      .map((key) => ({ key, ...stored(key) }))
      .filter((copy) => copy.fields && copy.base)
      .sort((one, other) => other.at - one.at);
  }

  #keys(prefix = this.prefix) {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    } catch {
      return [];
    }
  }

  #sweep() {
    for (const key of this.#keys(`${PREFIX}:`)) if (!(stored(key)?.at > Date.now() - OLD_MILLISECONDS)) this.drop(key);
  }
}
