// <take-visit>: seals what is needed for some visits into this device under one password, with the page that opens them
// there (decision 0055).
// Without JavaScript the page says that it needs it.

const { NOBODY, can, keyOf, put, remove, sealWords } = globalThis.sealed;
const SHELL = "visit-shell-1"; // as in counter/away_worker.js
const ROUNDS = 600_000;
const SHORTEST = 8;
const HEADERS = ["content-type", "content-security-policy", "x-content-type-options", "referrer-policy"];

// The page that opens it, as it looks for everybody, and the worker that shows it without a network.
async function keepShell({ page: shell, worker, assets }) {
  const parts = await Promise.all(
    [shell, ...JSON.parse(assets)].map(async (url) => {
      const response = await fetch(url, { cache: "no-store", redirect: "error" });
      if (!response.ok) throw new Error(`${response.status} ${url}`);
      return [url, response, await response.blob()];
    }),
  );
  const cache = await caches.open(SHELL);
  for (const [url, response, body] of parts) {
    const headers = HEADERS.filter((name) => response.headers.has(name)).map((name) => [name, response.headers.get(name)]);
    await cache.put(url, new Response(body, { headers }));
  }
  const { installing } = await navigator.serviceWorker.register(worker, { scope: shell, updateViaCache: "none" });
  if (!installing) return;
  await new Promise((done, failed) => {
    installing.addEventListener("statechange", () => {
      if (installing.state === "activated") done();
      if (installing.state === "redundant") failed(new Error("worker"));
    });
  });
}

class Said extends Error {} // its message is for whoever sits here

class TakeVisit extends HTMLElement {
  connectedCallback() {
    if (!can) return;
    this.querySelector("[data-without]").hidden = true;
    this.form = this.querySelector("form");
    this.form.hidden = false;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.take();
    });
  }

  say(words) {
    const line = this.querySelector("[role=alert]");
    line.textContent = words;
    line.hidden = !words;
  }

  problem(first, second) {
    const { short, simple, differ } = this.dataset;
    if ([...first].length < SHORTEST) return short;
    if (/^\d+$/.test(first) || new Set(first).size < 4) return simple;
    return first === second ? "" : differ;
  }

  // It was handed over and could not be kept here: it is not out.
  drop(id) {
    const body = new URLSearchParams({ csrfmiddlewaretoken: this.form.elements.csrfmiddlewaretoken.value });
    fetch(this.dataset.drop.replace(NOBODY, id), { method: "POST", body, redirect: "error" }).catch(() => {});
  }

  async take() {
    const [first, second] = this.form.querySelectorAll("input[type=password]");
    const isNone = !("writes" in this.dataset) && !this.form.querySelector("input[name=visit]:checked");
    const wrong = isNone ? this.dataset.none : this.problem(first.value, second.value);
    this.say(wrong);
    if (wrong) return (isNone ? this.form.querySelector("input[name=visit]") : first).focus();
    const button = this.form.querySelector("button");
    button.disabled = true;
    this.querySelector("[role=status]").textContent = this.dataset.working;
    let out = [];
    try {
      await keepShell(this.dataset);
      const salt = crypto.getRandomValues(new Uint8Array(16));
      const key = await keyOf(first.value, salt, ROUNDS);
      const answer = await fetch(this.form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(this.form)),
        headers: { "X-Requested-With": "XMLHttpRequest" },
        redirect: "error",
      });
      const told = await answer.json();
      if (!answer.ok) {
        this.querySelector("[data-prove]").hidden = answer.status !== 403;
        throw new Said(told.error ?? this.dataset.failed);
      }
      out = told.copies.map(({ id }) => id);
      const [taking, takenAt] = [crypto.randomUUID(), Date.now()];
      const open = await sealWords(key, taking, "taken", { writes: told.writes });
      for (const [place, { id, until, ...taken }] of told.copies.entries()) {
        const sealed = await sealWords(key, id, "taken", taken);
        await put({ kind: "visit", id, taking, place, until, takenAt, sent: false, taken: sealed, photos: [] });
      }
      await put({ kind: "taking", id: taking, until: told.until, takenAt, tries: 0, salt, rounds: ROUNDS, taken: open });
      navigator.storage?.persist?.();
      location.assign(this.dataset.page);
    } catch (error) {
      this.querySelector("[role=status]").textContent = "";
      this.say(error instanceof Said ? error.message : this.dataset.failed);
      button.disabled = false;
      for (const id of out) {
        remove(id).catch(() => {});
        this.drop(id);
      }
    }
  }
}

customElements.define("take-visit", TakeVisit);
