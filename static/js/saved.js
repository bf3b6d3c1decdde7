// <saved-copy>: keeps the short pages of a place on this phone when asked to, refreshes and deletes them.
// Everything is fetched first, as a stranger would (no cookie), and stored only when all of it has come and fits:
// a copy is whole or not there. Without JavaScript the page explains, and nothing is drawn.
const FORM = 1; // as in worker.js
const PREFIX = `saved-${FORM}-`;
const META = "/saved-meta";
const WORKER = "/worker.js";
const DAY = 24 * 3600 * 1000;

// What of an answer's headers is kept with it.
const HEADERS = ["content-type", "content-security-policy", "x-content-type-options", "referrer-policy"];

class Unfit extends Error {} // its message is for the visitor

async function copies(prefix = "saved-") {
  return (await caches.keys()).filter((name) => name.startsWith(prefix)).sort().reverse();
}

async function kept() {
  for (const name of await copies(PREFIX)) {
    const meta = await (await caches.open(name)).match(META);
    if (meta) return meta.json();
  }
}

async function forget() {
  for (const name of await copies()) await caches.delete(name);
  // The worker of this site, and not that of officers (decision 0055).
  for (const one of await navigator.serviceWorker.getRegistrations()) if (new URL(one.scope).pathname === "/") await one.unregister();
}

async function fetched(url) {
  const response = await fetch(url, { credentials: "omit", cache: "no-store", redirect: "error" });
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return { url, response, body: await response.blob() };
}

async function save(address, words) {
  const plan = await (await fetch(address, { credentials: "omit", cache: "no-store" })).json();
  if (!plan.fits) throw new Unfit(plan.problem);
  const urls = [...plan.pages, ...plan.assets].map((part) => part.url);
  const parts = await Promise.all([...urls, plan.offline].map(fetched));
  if (parts.reduce((sum, part) => sum + part.body.size, 0) > plan.limit) throw new Unfit(words.full);
  const before = await copies();
  const name = `${PREFIX}${Date.now()}`;
  try {
    const cache = await caches.open(name);
    for (const { url, response, body } of parts) {
      const headers = HEADERS.filter((name) => response.headers.has(name)).map((name) => [name, response.headers.get(name)]);
      await cache.put(url, new Response(body, { headers }));
    }
    await cache.put(META, new Response(JSON.stringify({ ...plan, savedAt: Date.now(), address })));
    await navigator.serviceWorker.register(WORKER, { scope: "/", updateViaCache: "none" });
  } catch (error) {
    await caches.delete(name);
    throw error.name === "QuotaExceededError" ? new Unfit(words.full) : error;
  }
  for (const old of before) await caches.delete(old);
}

class SavedCopy extends HTMLElement {
  async connectedCallback() {
    if (!window.isSecureContext || !("serviceWorker" in navigator) || !("caches" in window)) return;
    if (this.hasAttribute("off")) return forget();
    this.form = this.querySelector("form");
    this.status = this.querySelector("[role=status]");
    this.form?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save(`${this.form.action}?${new URLSearchParams(new FormData(this.form))}`);
    });
    this.form?.addEventListener("change", () => this.count());
    this.act("refresh", async () => this.save((await kept()).address));
    this.act("purge", () => this.purge());
    await this.show();
    this.hidden = !this.form && this.querySelector("[data-kept]").hidden;
  }

  act(name, run) {
    this.querySelector(`[data-do=${name}]`)?.addEventListener("click", run);
  }

  // No more explainers than may be chosen.
  count() {
    const boxes = [...this.form.querySelectorAll("[name=explainer]")];
    const isFull = boxes.filter((box) => box.checked).length >= Number(this.dataset.most);
    for (const box of boxes) box.disabled = isFull && !box.checked;
  }

  async show() {
    const meta = await kept();
    const box = this.querySelector("[data-kept]");
    box.hidden = !meta;
    if (!meta) return;
    const days = Math.max(0, Math.floor((Date.now() - meta.savedAt) / DAY));
    const age = [meta.words.today, meta.words.yesterday][days] ?? meta.words.days.replace("{days}", days);
    const place = box.querySelector("[data-place]");
    if (place) place.textContent = `${meta.place} · ${Math.ceil(meta.bytes / 1024)} KB · ${age}`;
    const list = box.querySelector("[data-pages]");
    list?.replaceChildren(
      ...meta.pages.map((one) => {
        const [item, link] = [document.createElement("li"), document.createElement("a")];
        [link.href, link.textContent] = [one.url, one.title];
        item.append(link);
        return item;
      }),
    );
  }

  async busy(work, done) {
    const buttons = [...this.querySelectorAll("button")];
    for (const button of buttons) button.disabled = true;
    try {
      await work();
      this.status.textContent = done;
    } catch (error) {
      this.status.textContent = error instanceof Unfit ? error.message : this.dataset.failed;
    }
    for (const button of buttons) button.disabled = false;
    await this.show();
  }

  save(address) {
    this.status.textContent = this.dataset.saving;
    return this.busy(() => save(address, { full: this.dataset.full }), this.dataset.saved);
  }

  purge() {
    return this.busy(forget, this.dataset.purged);
  }
}
customElements.define("saved-copy", SavedCopy);
