// The site's service worker. Somebody registered it by asking to keep a copy of some public pages (static/js/saved.js);
// it never stores anything itself. With a line it lets everything through; without one it answers from the copy, says
// how old it is, and for all other pages shows the one with 12348. A copy that is too old, or of another form than this
// worker reads, is deleted. Nothing but GET of pages and of static files is looked at.
const FORM = 1; // as in saved.js: changes when the shape of a copy does
const PREFIX = `saved-${FORM}-`;
const META = "/saved-meta";
const ELSEWHERE = "?elsewhere";
const DAY = 24 * 3600 * 1000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (url.pathname === "/leave") event.waitUntil(forget());
    else event.respondWith(fetch(request).catch(() => fromCopy(url)));
    event.waitUntil(expire());
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(fetch(request).catch(() => asset(request)));
  }
});

async function forget() {
  for (const name of await caches.keys()) if (name.startsWith("saved-")) await caches.delete(name);
  await self.registration.unregister();
}

// The whole copy: its cache and what it says of itself; undefined without one.
async function copy() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX)).sort().reverse();
  for (const name of names) {
    const cache = await caches.open(name);
    const meta = await cache.match(META);
    if (meta) return { cache, meta: await meta.json() };
  }
}

function age(meta) {
  return Math.floor((Date.now() - meta.savedAt) / DAY);
}

async function expire() {
  const kept = await copy();
  if (!kept || age(kept.meta) >= kept.meta.days || age(kept.meta) < -1) await forget();
}

async function asset(request) {
  const kept = await copy();
  return (await kept?.cache.match(request.url)) ?? Response.error();
}

async function fromCopy(url) {
  const kept = await copy();
  if (!kept || age(kept.meta) >= kept.meta.days) return Response.error();
  const instead = kept.meta.instead[url.pathname];
  if (instead) {
    const there = new URL(instead, url.origin);
    if (isElsewhere(url, kept.meta)) there.search = ELSEWHERE;
    return Response.redirect(there, 302);
  }
  const page = await kept.cache.match(url.pathname);
  const notice = page ? [said(kept.meta), url.search === ELSEWHERE ? kept.meta.words.elsewhere : ""] : [];
  return withAge(page ?? (await kept.cache.match(kept.meta.offline)), kept.meta, notice);
}

// Whether another place was asked for than the one that is kept.
function isElsewhere(url, meta) {
  const place = url.searchParams.get("place") ?? "";
  const region = url.searchParams.get("region") ?? "";
  return (place && !meta.place.startsWith(place) && !place.endsWith(meta.place)) || (region && region !== meta.region);
}

// The page as it was stored, with its age and the way to the other pages of the copy on top.
async function withAge(page, meta, lines) {
  const html = await page.text();
  const links = meta.pages.map((one) => `<li><a href="${text(one.url)}">${text(one.title)}</a></li>`).join("");
  const notice = lines.length ? `<p class="notice" role="status" id="saved-age">${text(lines.filter(Boolean).join(" "))}</p>` : "";
  const list = `<nav class="saved-pages" aria-label="${text(meta.words.pages)}"><ul>${links}</ul></nav>`;
  const body = html.replace(/<main[^>]*>/, (main) => `${main}${notice}${list}`);
  return new Response(body, { headers: page.headers });
}

function said({ words, savedAt }) {
  const days = Math.max(0, age({ savedAt }));
  return [words.today, words.yesterday][days] ?? words.days.replace("{days}", days);
}

function text(words) {
  return String(words).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
