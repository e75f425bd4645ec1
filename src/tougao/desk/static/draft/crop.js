// The part of a picture that shall be seen: a rectangle drawn with finger, mouse, keys or numbers. The server cuts it.

const WHOLE = 10000;
const SMALLEST = 300; // ten-thousandths
const SIDES = ["left", "top", "right", "bottom"];
const STEP = 100;

export class Crop {
  /** `dialog` holds .crop-frame with an img and .crop-part, number inputs named as the sides, radio inputs named ratio. */
  constructor(dialog) {
    this.dialog = dialog;
    this.frame = dialog.querySelector(".crop-frame");
    this.image = this.frame.querySelector("img");
    this.part = this.frame.querySelector(".crop-part");
    this.inputs = SIDES.map((side) => dialog.querySelector(`input[name=${side}]`));
    this.part.addEventListener("pointerdown", (event) => this.#drag(event));
    this.part.addEventListener("keydown", (event) => this.#key(event));
    for (const input of this.inputs) input.addEventListener("change", () => this.#typed());
    for (const radio of dialog.querySelectorAll("input[name=ratio]")) radio.addEventListener("change", () => this.#draw(this.#fitted(this.now)));
  }

  /** Ask for a part of `told` (what the server tells of the whole picture); null when nothing shall change. */
  async ask(told) {
    this.image.src = told.address;
    this.width = told.width;
    this.height = told.height;
    this.dialog.querySelector("input[name=ratio][value='']").checked = true;
    this.#draw({ ...told.part });
    this.dialog.returnValue = "";
    this.dialog.showModal();
    this.part.focus();
    await new Promise((done) => this.dialog.addEventListener("close", done, { once: true }));
    return this.dialog.returnValue === "cut" ? this.now : null;
  }

  get ratio() {
    const value = Number(this.dialog.querySelector("input[name=ratio]:checked")?.value);
    return value ? (value * this.height) / this.width : 0; // in ten-thousandths of either side
  }

  #draw(now) {
    this.now = Object.fromEntries(SIDES.map((side) => [side, Math.round(Math.min(WHOLE, Math.max(0, now[side])))]));
    const { left, top, right, bottom } = this.now;
    this.part.style.left = `${left / 100}%`;
    this.part.style.top = `${top / 100}%`;
    this.part.style.width = `${(right - left) / 100}%`;
    this.part.style.height = `${(bottom - top) / 100}%`;
    this.inputs.forEach((input, place) => { input.value = Math.round(this.now[SIDES[place]] / 100); });
    this.dialog.querySelector("output").textContent = `${Math.round(((right - left) * this.width) / WHOLE)} × ${Math.round(((bottom - top) * this.height) / WHOLE)}`;
  }

  /** The largest rectangle of the wanted ratio with the same middle. */
  #fitted(now) {
    if (!this.ratio) return now;
    let width = now.right - now.left;
    let height = width / this.ratio;
    if (height > WHOLE) { height = WHOLE; width = height * this.ratio; }
    const x = Math.min(WHOLE - width / 2, Math.max(width / 2, (now.left + now.right) / 2));
    const y = Math.min(WHOLE - height / 2, Math.max(height / 2, (now.top + now.bottom) / 2));
    return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
  }

  #moved(start, x, y) {
    const width = start.right - start.left;
    const height = start.bottom - start.top;
    const left = Math.min(WHOLE - width, Math.max(0, start.left + x));
    const top = Math.min(WHOLE - height, Math.max(0, start.top + y));
    return { left, top, right: left + width, bottom: top + height };
  }

  /** `edges` names the sides that go along: "left top", "right" … */
  #stretched(start, x, y, edges) {
    const now = { ...start };
    if (edges.includes("left")) now.left = Math.max(0, Math.min(start.right - SMALLEST, start.left + x));
    if (edges.includes("right")) now.right = Math.min(WHOLE, Math.max(start.left + SMALLEST, start.right + x));
    if (edges.includes("top")) now.top = Math.max(0, Math.min(start.bottom - SMALLEST, start.top + y));
    if (edges.includes("bottom")) now.bottom = Math.min(WHOLE, Math.max(start.top + SMALLEST, start.bottom + y));
    if (!this.ratio) return now;
    const isUpDown = !edges.includes("left") && !edges.includes("right");
    let width = isUpDown ? (now.bottom - now.top) * this.ratio : now.right - now.left;
    const anchorX = edges.includes("left") ? start.right : start.left;
    const anchorY = edges.includes("top") ? start.bottom : start.top;
    const roomX = edges.includes("left") ? anchorX : WHOLE - anchorX;
    const roomY = edges.includes("top") ? anchorY : WHOLE - anchorY;
    width = Math.min(width, roomX, roomY * this.ratio);
    const height = width / this.ratio;
    return {
      left: edges.includes("left") ? anchorX - width : anchorX,
      right: edges.includes("left") ? anchorX : anchorX + width,
      top: edges.includes("top") ? anchorY - height : anchorY,
      bottom: edges.includes("top") ? anchorY : anchorY + height,
    };
  }

  #drag(event) {
    if (event.button) return;
    event.preventDefault();
    this.part.focus();
    const edges = event.target.dataset.edges ?? "";
    const start = { ...this.now };
    const { width, height } = this.frame.getBoundingClientRect();
    const { target } = event;
    target.setPointerCapture(event.pointerId);
    const move = (next) => {
      const x = ((next.clientX - event.clientX) / width) * WHOLE;
      const y = ((next.clientY - event.clientY) / height) * WHOLE;
      this.#draw(edges ? this.#stretched(start, x, y, edges) : this.#moved(start, x, y));
    };
    const end = () => {
      target.removeEventListener("pointermove", move);
      target.removeEventListener("pointerup", end);
      target.removeEventListener("pointercancel", end);
    };
    target.addEventListener("pointermove", move);
    target.addEventListener("pointerup", end);
    target.addEventListener("pointercancel", end);
  }

  /** Arrows move, with Shift they stretch the right and the lower side. */
  #key(event) {
    const x = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key] ?? 0;
    const y = { ArrowUp: -STEP, ArrowDown: STEP }[event.key] ?? 0;
    if (!x && !y) return;
    event.preventDefault();
    this.#draw(event.shiftKey ? this.#stretched(this.now, x, y, x ? "right" : "bottom") : this.#moved(this.now, x, y));
  }

  #typed() {
    const [left, top, right, bottom] = this.inputs.map((input) => Number(input.value) * 100);
    const now = { left: Math.min(left, WHOLE - SMALLEST), top: Math.min(top, WHOLE - SMALLEST), right, bottom };
    now.right = Math.max(now.right, now.left + SMALLEST);
    now.bottom = Math.max(now.bottom, now.top + SMALLEST);
    this.#draw(this.#fitted(now));
  }
}
