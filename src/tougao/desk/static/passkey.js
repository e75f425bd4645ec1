"use strict";
// Passkeys: the form's data-options say what to ask the browser for; its answer goes into the field `credential`.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const keys = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

function answered(credential) {
  const { response } = credential;
  const out = { id: credential.id, rawId: text(credential.rawId), type: credential.type, clientExtensionResults: credential.getClientExtensionResults(), response: { clientDataJSON: text(response.clientDataJSON) } };
  if (credential.authenticatorAttachment) out.authenticatorAttachment = credential.authenticatorAttachment;
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) out.response[name] = text(response[name]);
  }
  if (response.getTransports) out.response.transports = response.getTransports();
  return out;
}

async function create({ publicKey }) {
  const wanted = { ...publicKey, challenge: bytes(publicKey.challenge), user: { ...publicKey.user, id: bytes(publicKey.user.id) }, excludeCredentials: keys(publicKey.excludeCredentials) };
  // A passkey knows whose it is, and whoever uses it shows a finger, a face or a PIN.
  wanted.authenticatorSelection = { ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" };
  return answered(await navigator.credentials.create({ publicKey: wanted }));
}

async function get({ publicKey }) {
  return answered(await navigator.credentials.get({ publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: keys(publicKey.allowCredentials) } }));
}

const can = window.isSecureContext && "credentials" in navigator && "PublicKeyCredential" in window && !/^[\d.:[\]]+$/.test(location.hostname);
for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !can;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const trouble = form.querySelector("[data-trouble]");
    trouble.hidden = true;
    try {
      let options = form.dataset.options;
      if (!options) {
        const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
        options = JSON.stringify((await answer.json()).request_options);
      }
      const credential = await (form.dataset.passkey === "create" ? create : get)(JSON.parse(options));
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch {
      trouble.hidden = false;
    }
  });
}
for (const note of document.querySelectorAll("[data-no-passkey]")) note.hidden = can;
