// The side beside the draft: its original, its previews. Tabs are links; here they change the side without leaving the text.

export class Pane extends EventTarget {
  /** Fires "change" when another tab is shown. `before` is awaited first, so that what is shown is saved. */
  constructor(node, { before }) {
    super();
    this.node = node;
    this.before = before;
    node.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='?']");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      event.stopPropagation();
      this.open(link.getAttribute("href"));
    });
    this.#fit();
  }

  /** Show what `?pane=…` names; the listing the draft was opened from stays. Falls back to leaving the page where it cannot be fetched. */
  async open(query) {
    await this.before();
    const wanted = new URLSearchParams(location.search);
    for (const name of ["as", "sheet", "source"]) wanted.delete(name);
    for (const [name, value] of new URLSearchParams(query)) wanted.set(name, value);
    const address = `${location.pathname}?${wanted}`;
    try {
      const answer = await fetch(address, { redirect: "manual" });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.node.replaceChildren(...page.querySelector("[data-pane]").childNodes);
      history.replaceState(null, "", address);
    } catch {
      location.assign(address);
      return;
    }
    this.#fit();
    this.dispatchEvent(new Event("change"));
    (this.node.querySelector("nav.looks [aria-current], nav [aria-current]") ?? this.node).focus({ preventScroll: true });
  }

  /** The preview, or the original again. */
  turn() {
    return this.open(this.node.querySelector("iframe[data-preview]") ? "?pane=original" : "?pane=preview");
  }

  /** The original's frame and which source it shows, or null. */
  get source() {
    const frame = this.node.querySelector("iframe[data-source]");
    return frame ? { frame, number: Number(frame.dataset.source) } : null;
  }

  /** Look again at what was saved, at the place one was at. */
  refresh() {
    for (const frame of this.node.querySelectorAll("iframe[data-preview]")) {
      const top = frame.contentWindow?.scrollY ?? 0;
      frame.addEventListener("load", () => frame.contentWindow?.scrollTo(0, top), { once: true });
      frame.src = frame.getAttribute("src");
    }
  }

  /** A page of desktop width is shown smaller. */
  #fit() {
    const screen = this.node.querySelector(".screen");
    if (!screen) return;
    const scale = () => screen.style.setProperty("--scale", String(screen.clientWidth / 1280));
    new ResizeObserver(scale).observe(screen);
    scale();
  }
}
