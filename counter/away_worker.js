// The worker of visits without a network (decision 0055), for /admin/applications/visits/away/ and nothing else. It
// never stores: static/js/take.js kept the empty page and what it loads when a visit was taken along. With a network
// that answers it lets everything through; without one it shows that page. Nothing of anybody passes through here.
const SHELL = "visit-shell-1"; // as in static/js/take.js
const PATIENCE = 5000; // ms for a network that is there and does not answer

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const isPage = request.mode === "navigate" && url.pathname === new URL(self.registration.scope).pathname;
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (isPage || url.pathname.startsWith("/static/")) event.respondWith(answer(request, url));
});

async function answer(request, url) {
  const kept = async () => (await caches.open(SHELL)).match(url.origin + url.pathname);
  let timer;
  const late = new Promise((done) => (timer = setTimeout(done, PATIENCE)));
  try {
    const line = fetch(request);
    line.catch(() => {}); // one that came too late is nobody's
    const first = await Promise.race([line, late]);
    if (first && first.status < 500) return first;
    return (await kept()) ?? first ?? (await line);
  } catch {
    return (await kept()) ?? Response.error();
  } finally {
    clearTimeout(timer);
  }
}
