// Work that costs a person nothing and a robot some seconds: a number that, after the form's token, gives a SHA-256 of many zero
// bits. It is looked for while somebody types. Without this file the message arrives all the same, and waits with a mark.
const form = document.querySelector("form[data-bits]");
const bits = Number(form?.dataset.bits);
const together = 256;
const zeros = (bytes) => {
  let count = 0;
  for (const byte of bytes) {
    count += byte ? Math.clz32(byte) - 24 : 8;
    if (byte) break;
  }
  return count;
};
const search = async (token) => {
  const encoder = new TextEncoder();
  for (let first = 0; ; first += together) {
    const tries = Array.from({ length: together }, (_, place) => String(first + place));
    const digests = await Promise.all(tries.map((each) => crypto.subtle.digest("SHA-256", encoder.encode(`${token}:${each}`))));
    const found = digests.findIndex((digest) => zeros(new Uint8Array(digest)) >= bits);
    if (found >= 0) return tries[found];
    await new Promise((resolve) => setTimeout(resolve)); // typing goes first
  }
};
if (form && bits && globalThis.crypto?.subtle) {
  const proof = form.elements.namedItem("proof");
  let work;
  const begin = () => { if (!proof.value) work ??= search(form.elements.namedItem("token").value).then((found) => { proof.value = found; }); };
  form.addEventListener("input", begin, { once: true });
  if (form.querySelector("textarea").value) begin();
  form.addEventListener("submit", async (event) => {
    if (proof.value) return;
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    begin();
    await Promise.race([work, new Promise((resolve) => setTimeout(resolve, 15000))]);
    form.submit();
  });
  addEventListener("pageshow", () => { form.querySelector("button").disabled = false; });
}
