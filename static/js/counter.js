// The counter: numbers are shown in the page they are asked from, and what is typed is not left by mistake. Without
// this script the page comes back with the number, and with what was typed.

const TOUCHED = "typed"; // data-typed on a box of fields: something stands in it that is stored nowhere
const AT_ONCE = 15_000; // ms

// --- show, call -----------------------------------------------------------------------------------
// The page that comes back is taken apart: what it shows more than this one goes into its place.
async function reveal(form, button) {
  const body = new FormData(form, button);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  const answer = await fetch(button.formAction, {
    method: "POST",
    body,
    headers: { "X-Requested-With": "XMLHttpRequest" },
    signal: AbortSignal.timeout(AT_ONCE),
  });
  const type = answer.headers.get("Content-Type") ?? "";
  if (!answer.ok || answer.redirected || !type.startsWith("text/html")) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const shown = [...page.querySelectorAll("[data-part][data-shown]")];
  if (!shown.length) return null;
  let first = null;
  for (const fresh of shown) {
    const old = document.querySelector(`[data-part="${CSS.escape(fresh.dataset.part)}"]`);
    if (!old) continue;
    const put = document.importNode(fresh, true);
    old.replaceWith(put);
    first ??= put.querySelector(".shown") ? put : null;
  }
  return first ?? shown[0];
}

async function show(event) {
  const button = event.submitter;
  if (!button?.matches("[data-reveal]") || button.dataset.reveal === "page") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  const dials = button.dataset.reveal === "dial";
  const put = await reveal(event.target, button).catch(() => undefined);
  button.ariaBusy = null;
  if (put === undefined) return say(button);
  if (put === null) {
    // Something must be proved first, or somebody has signed out: the answer is a page, and it carries the fields along.
    button.dataset.reveal = "page";
    return event.target.requestSubmit(button);
  }
  const number = put.querySelector?.('a[href^="tel:"]');
  (number ?? put.querySelector?.(".shown"))?.focus({ preventScroll: true });
  if (dials && number) location.href = number.href;
}

function say(button) {
  const words = document.querySelector("[data-no-line]")?.dataset.noLine ?? "";
  const note = document.createElement("small");
  note.setAttribute("role", "alert");
  note.textContent = words;
  button.after(note);
  setTimeout(() => note.remove(), AT_ONCE);
}

// --- what is typed --------------------------------------------------------------------------------
const boxOf = (field) => field.closest(".case__step") ?? field.form;

function touched(event) {
  const field = event.target;
  if (field.form?.method !== "post" || field.id === "purpose") return;
  boxOf(field).dataset[TOUCHED] = "";
}

// What is sent is left on purpose. The rest comes back with the page, but for files.
function sent(event) {
  const form = event.target;
  for (const box of [form, ...form.querySelectorAll(`[data-${TOUCHED}]`)]) delete box.dataset[TOUCHED];
}

function leaving(event) {
  if (document.querySelector(`[data-${TOUCHED}]`)) event.preventDefault();
}

// --- who else has it open -------------------------------------------------------------------------
const SIGN = 20_000; // ms between two signs of this page; it is forgotten a minute after the last
const here = document.querySelector("[data-here]");

async function sign() {
  if (document.hidden) return;
  const body = new FormData();
  body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  body.append("types", document.querySelector(`[data-${TOUCHED}]`) ? "1" : "");
  const headers = { "X-Requested-With": "XMLHttpRequest" };
  const answer = await fetch(here.dataset.here, { method: "POST", body, headers, signal: AbortSignal.timeout(AT_ONCE) });
  if (!answer.ok || answer.redirected) return;
  const lines = (await answer.json()).here;
  if (lines.join() === [...here.children].map((one) => one.textContent).join()) return;
  here.replaceChildren(
    ...lines.map((line) => {
      const one = document.createElement("span");
      one.textContent = line;
      return one;
    }),
  );
}

if (here) {
  const again = () => sign().catch(() => {}); // no line: it is asked again
  again();
  setInterval(again, SIGN);
}

document.addEventListener("submit", show, true);
document.addEventListener("submit", sent);
document.addEventListener("input", touched);
document.addEventListener("change", touched);
addEventListener("beforeunload", leaving);
