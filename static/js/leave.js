// Leave at once: the screen is empty before the line answers, and Back leads out again instead of to the form.
// Only this tab remembers that somebody left, until a page is opened on purpose. Without JavaScript the bar is a link.
const LEFT = "left";

function leave(address) {
  sessionStorage.setItem(LEFT, address);
  document.documentElement.replaceChildren();
  location.replace(address);
}

function leaveAgain() {
  const address = sessionStorage.getItem(LEFT);
  if (address) leave(address);
}

if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") leaveAgain();
else sessionStorage.removeItem(LEFT);
addEventListener("pageshow", (event) => event.persisted && leaveAgain());
addEventListener("click", (event) => {
  const link = event.target.closest(".leave a");
  if (!link) return;
  event.preventDefault();
  leave(link.href);
});
