// The row of buttons above the paper: one stop for Tab, arrows go along it.

export class Toolbar {
  /** `deeds` says what each button's `data-do` does; `states` which of them are on. */
  constructor(node, paper, deeds) {
    this.buttons = [...node.querySelectorAll("button[data-do]")];
    this.paper = paper;
    node.addEventListener("mousedown", (event) => { if (event.target.closest("button")) event.preventDefault(); }); // the caret stays
    node.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-do]");
      if (button) deeds[button.dataset.do]();
      this.show();
    });
    node.addEventListener("keydown", (event) => this.#key(event));
    this.buttons.forEach((button, place) => { button.tabIndex = place ? -1 : 0; });
    paper.addEventListener("move", () => this.show());
    paper.addEventListener("change", () => this.show());
    this.show();
  }

  #key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const shown = this.buttons.filter((button) => !button.hidden);
    const place = shown.indexOf(document.activeElement);
    const next = step ? shown.at((place + step) % shown.length) : { Home: shown[0], End: shown.at(-1) }[event.key];
    if (event.key === "Escape") this.paper.root.focus();
    else if (!next) return;
    else {
      for (const button of this.buttons) button.tabIndex = button === next ? 0 : -1;
      next.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  }

  show() {
    const { standing } = this.paper;
    const block = ["h2", "h3"].find((tag) => standing.has(tag)) ?? "p";
    const on = { p: block === "p", h2: block === "h2", h3: block === "h3", b: standing.has("b"), i: standing.has("i"), quote: standing.has("blockquote"), ul: standing.has("ul"), ol: standing.has("ol"), link: standing.has("a") };
    for (const button of this.buttons) if (button.dataset.do in on) button.setAttribute("aria-pressed", String(on[button.dataset.do]));
  }
}
