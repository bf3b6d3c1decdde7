// Leave at once: the screen is empty before the line answers, and Back leads out again instead of to the form.
// Only this tab remembers that somebody left, until a page is opened on purpose. Without JavaScript the bar is a link.
const LEFT = "left";
const MOST_WAIT = 800; // ms for deleting what was kept on this phone; it takes a few

function leave(address) {
  sessionStorage.setItem(LEFT, address);
  document.documentElement.replaceChildren();
  location.replace(address);
}

function leaveAgain() {
  const address = sessionStorage.getItem(LEFT);
  if (address) leave(address);
}

// Pages that were kept here for when there is no line, and the worker that shows them; not those of officers.
async function forget() {
  const names = ((await self.caches?.keys()) ?? []).filter((name) => name.startsWith("saved-"));
  const all = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  const workers = all.filter((one) => new URL(one.scope).pathname === "/");
  await Promise.all([...names.map((name) => caches.delete(name)), ...workers.map((one) => one.unregister())]);
}

if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") leaveAgain();
else sessionStorage.removeItem(LEFT);
addEventListener("pageshow", (event) => event.persisted && leaveAgain());
addEventListener("click", (event) => {
  const link = event.target.closest(".leave a");
  if (!link) return;
  event.preventDefault();
  document.documentElement.replaceChildren();
  Promise.race([forget().catch(() => {}), new Promise((done) => setTimeout(done, MOST_WAIT))]).then(() => leave(link.href));
});
