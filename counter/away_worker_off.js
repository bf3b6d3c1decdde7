// Stands where the worker of visits without a network stood, when an operator has switched them off (OFFLINE_COPIES): it
// takes back the page that was kept, and itself. What somebody wrote lies in IndexedDB, sealed, and is left alone: with a
// network the page still opens it and gives it back.
const OWN = "visit-shell-"; // as in static/js/take.js

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(forget()));

async function forget() {
  for (const name of await caches.keys()) if (name.startsWith(OWN)) await caches.delete(name);
  await self.registration.unregister();
}
