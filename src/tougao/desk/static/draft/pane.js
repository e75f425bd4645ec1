// The side beside the draft: its original, its previews. Tabs are links; here they change the side without leaving the text.

const KEY = /^[A-Za-z#?/[\]]$/;

export class Pane extends EventTarget {
  /** Fires "change" when another tab is shown, "wanted" when it is to be seen, "left" when the draft is. `before` is awaited first, so that what is shown is saved. */
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
    window.addEventListener("message", (event) => this.#heard(event));
    this.#regainAfterPress();
    document.addEventListener("copy", (event) => this.#copy(event));
    this.#fit();
  }

  /** The original's frame says that it was clicked, or which single key was pressed in it; nobody else is heard. */
  #heard({ source, data }) {
    const frame = this.source?.frame;
    if (!frame || source !== frame.contentWindow || document.activeElement !== frame) return;
    if (data?.done === true) this.node.focus({ preventScroll: true });
    const isPressed = navigator.userActivation?.isActive ?? true; // by a person
    if (typeof data?.key === "string" && KEY.test(data.key) && isPressed) {
      document.dispatchEvent(new CustomEvent("desk:framed-key", { detail: data.key }));
    }
  }

  /** A preview runs nothing and hears no keys: after a press in it they belong to the page again. Whoever came by Tab goes on by Tab. */
  #regainAfterPress() {
    let isTabbed = false;
    window.addEventListener("keydown", ({ key }) => { isTabbed = key === "Tab"; }, true);
    for (const name of ["keyup", "pointerdown"]) window.addEventListener(name, () => { isTabbed = false; }, true);
    window.addEventListener("blur", () => {
      const isPressed = !isTabbed && this.node.querySelector("iframe[data-preview]:hover");
      isTabbed = false;
      setTimeout(() => {
        const frame = this.node.querySelector("iframe[data-preview]");
        if (isPressed && frame && document.activeElement === frame) this.node.focus({ preventScroll: true });
      });
    });
  }

  /** What was chosen in a preview is copied from here, too. */
  #copy(event) {
    if (String(getSelection()) || document.activeElement !== this.node) return;
    const chosen = String(this.node.querySelector("iframe[data-preview]")?.contentWindow?.getSelection() ?? "");
    if (!chosen) return;
    event.clipboardData.setData("text/plain", chosen);
    event.preventDefault();
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

  /** Which of the two is here. */
  get shown() {
    return this.node.querySelector("iframe[data-preview]") ? "preview" : "original";
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
