// Work out the challenge of a page as it is read: while many send (intake/guard.py), or where a secret was guessed at.
const box = document.querySelector("[data-challenge]");
const form = box.closest("form");
const answer = box.querySelector("[name=altcha]");
let working = false;
let pressed = null;

function say(what) {
  for (const name of ["waiting", "working", "done"]) box.querySelector(`[data-${name}]`).hidden = name !== what;
}

function finish(solution, challenge) {
  working = false;
  if (solution?.derivedKey) answer.value = btoa(JSON.stringify({ challenge, solution }));
  say(answer.value ? "done" : "waiting");
  if (pressed) form.requestSubmit(pressed);
}

if (window.Worker && window.crypto?.subtle) {
  const challenge = JSON.parse(box.dataset.challenge);
  const worker = new Worker(box.dataset.worker);
  working = true;
  say("working");
  worker.onmessage = ({ data }) => finish(data, challenge);
  worker.onerror = () => finish(null, challenge);
  worker.postMessage({ type: "work", challenge, counterStart: 0, counterStep: 1, counterMode: "uint32" });
  form.addEventListener("submit", (event) => {
    if (!working) return;
    event.preventDefault();
    pressed = event.submitter;
  });
}
