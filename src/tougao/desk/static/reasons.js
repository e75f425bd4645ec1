// A template's words go into the box, where they can be changed; without this file the server puts them there.
for (const choice of document.querySelectorAll("[data-templates]")) {
  const box = choice.closest(".reason").querySelector("[data-reason-text]");
  let put = "";
  choice.addEventListener("change", () => {
    const words = choice.selectedOptions[0].dataset.words ?? "";
    const own = put && box.value.startsWith(put) ? box.value.slice(put.length).trim() : box.value.trim();
    box.value = [words, own].filter(Boolean).join("\n\n");
    put = words;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
  // What stands in the box is all that is sent.
  choice.removeAttribute("name");
}

// Enter in a one-line field of a box means its own button, not the form's.
for (const box of document.querySelectorAll("fieldset.reason")) {
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT" || event.isComposing) return;
    event.preventDefault();
    box.querySelector("button[name=action]").click();
  });
}
