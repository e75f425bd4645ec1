// What the toolbar asks in dialogs: the address of a link, which picture.

const closed = (dialog) => new Promise((done) => dialog.addEventListener("close", done, { once: true }));

/** An address as typed becomes one that works: example.cn, a@example.cn. */
const whole = (given) => (/^[a-z]+:/i.test(given) ? given : given.includes("@") ? `mailto:${given}` : `https://${given}`);

export async function askLink(paper, dialog) {
  const range = paper.range.cloneRange();
  const there = paper.link;
  const input = dialog.querySelector("input");
  input.value = there?.getAttribute("href") ?? "";
  dialog.querySelector("[value=remove]").hidden = !there;
  dialog.returnValue = "";
  dialog.showModal();
  await closed(dialog);
  paper.root.focus({ preventScroll: true });
  paper.editor.setSelection(range);
  const given = input.value.trim();
  if (dialog.returnValue === "remove") paper.setLink("");
  else if (dialog.returnValue === "set" && given) paper.setLink(whole(given));
}

/** A picture of the draft once more, or files from the device: calls `place(told)` or `send(files)`. */
export class PictureChoice {
  constructor(dialog, picker, { place, send }) {
    Object.assign(this, { dialog, picker, place, send, after: null });
    picker.addEventListener("change", async () => {
      await send([...picker.files], this.after);
      picker.value = "";
    });
    dialog.querySelector("[data-send]").addEventListener("click", () => {
      dialog.close();
      picker.click();
    });
  }

  ask(after) {
    this.after = after;
    const known = [...document.querySelectorAll("[data-picture]")].map((each) => JSON.parse(each.dataset.picture));
    if (!known.length) { this.picker.click(); return; }
    this.dialog.querySelector("ul").replaceChildren(...known.map((told) => this.#item(told)));
    this.dialog.showModal();
  }

  #item(told) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    const img = new Image();
    img.src = told.thumbnail;
    img.alt = "";
    button.append(img, told.caption || told.name);
    button.addEventListener("click", () => {
      this.dialog.close();
      this.place(told, this.after);
    });
    item.append(button);
    return item;
  }
}
