// On a narrow screen one side is shown at a time, the draft or what stands beside it; its tabs stay within reach of a thumb.
// Without this file the tabs are links to places of one long page.

export class Places {
  /** `tabs` has a link for each of draft, original and preview; `sides` tells by data-shown which side is seen. */
  constructor({ sides, tabs, pane, form }) {
    Object.assign(this, { sides, tabs, pane });
    this.tops = {};
    tabs.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      this.show(link.dataset.place);
    });
    pane.addEventListener("change", () => this.#mark());
    pane.addEventListener("wanted", () => this.#turn("beside"));
    pane.addEventListener("left", () => this.#turn("draft"));
    form.addEventListener("invalid", () => this.#turn("draft"), true);
    form.addEventListener("click", ({ target }) => {
      if (target.closest("[data-reason]")) this.#turn("draft");
      if (target.closest(".more button")) target.closest(".more").hidePopover?.();
    }, true);
    const asked = document.getElementById(location.hash.slice(1));
    this.#turn(pane.node.contains(asked) ? "beside" : "draft");
    asked?.scrollIntoView();
  }

  async show(place) {
    if (place !== "draft" && place !== this.pane.shown) await this.pane.open(`?pane=${place}`);
    this.#turn(place === "draft" ? "draft" : "beside");
  }

  /** Each side is found again where it was left. */
  #turn(side) {
    const { shown } = this.sides.dataset;
    if (shown !== side) {
      if (shown) this.tops[shown] = scrollY;
      this.sides.dataset.shown = side;
      if (shown && getComputedStyle(this.tabs).display !== "none") scrollTo(0, this.tops[side] ?? 0);
    }
    this.#mark();
  }

  #mark() {
    const now = this.sides.dataset.shown === "draft" ? "draft" : this.pane.shown;
    for (const link of this.tabs.querySelectorAll("a")) {
      if (link.dataset.place === now) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
}
