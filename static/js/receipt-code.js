// A receipt's QR code carries its 收件码 behind the #, which browsers send to nobody. Write it into the field and take
// it out of the address. Without JavaScript the person types it.
const code = decodeURIComponent(location.hash.slice(1));
const field = document.querySelector("input[name=reference]");

if (field && /^[0-9A-Z]{4}(-[0-9A-Z]{2,4}){3}$/.test(code)) {
  history.replaceState(null, "", location.pathname + location.search);
  field.value = code;
  field.form.querySelector("button:not([name])")?.focus();
}
