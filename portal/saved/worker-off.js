// Stands where the service worker stood, when an operator has switched copies off: takes back whatever is there.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(forget()));

async function forget() {
  for (const name of await caches.keys()) if (name.startsWith("saved-")) await caches.delete(name);
  await self.registration.unregister();
}
