// Asks the browser for a security key and sends what it answers with the form. Needs: <form data-security-key="create|get"
// data-options="…">, in it input[data-credential] and a button[data-ask]. Without script the digits of the phone stay.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const readable = (options) => ({
  ...options,
  challenge: bytes(options.challenge),
  ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
  ...Object.fromEntries(
    ["excludeCredentials", "allowCredentials"]
      .filter((name) => options[name])
      .map((name) => [name, options[name].map((known) => ({ ...known, id: bytes(known.id) }))]),
  ),
});

const sendable = (credential) => ({
  id: credential.id,
  rawId: text(credential.rawId),
  type: credential.type,
  clientExtensionResults: credential.getClientExtensionResults(),
  response: Object.fromEntries(
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]
      .filter((name) => credential.response[name])
      .map((name) => [name, text(credential.response[name])]),
  ),
});

for (const form of document.querySelectorAll("form[data-security-key]")) {
  const button = form.querySelector("[data-ask]");
  const failed = form.querySelector("[data-failed]");
  if (!window.PublicKeyCredential) {
    failed.hidden = false;
    button.disabled = true;
    continue;
  }
  button.addEventListener("click", async () => {
    failed.hidden = true;
    try {
      const publicKey = readable(JSON.parse(form.dataset.options));
      const credential = await navigator.credentials[form.dataset.securityKey]({ publicKey });
      form.querySelector("[data-credential]").value = JSON.stringify(sendable(credential));
      HTMLFormElement.prototype.submit.call(form); // a field that travels along may be called "submit"
    } catch {
      failed.hidden = false;
    }
  });
}
