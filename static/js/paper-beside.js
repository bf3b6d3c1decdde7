// A paper beside the case: what the page of the paper shows stands in a panel of this page, so that the place and what
// is typed stay. Without this script, and where no line answers, the paper is a page of its own.

const panel = document.querySelector("[data-beside]");
const [title, slot, said] = ["title", "slot", "said"].map((name) => panel.querySelector(`[data-beside-${name}]`));
const AT_ONCE = 15_000; // ms
const narrow = matchMedia("(max-width: 64em)");
let opener = null;
let asked = 0;

function words(text) {
  said.textContent = text;
  said.hidden = !text;
}

// The page of the paper is taken apart; its ways lead to the same page, in the same panel.
async function show(address) {
  const mine = ++asked;
  panel.ariaBusy = "true";
  panel.querySelector("[data-beside-own]").href = address;
  let found = null;
  try {
    const answer = await fetch(address, {
      headers: { "X-Requested-With": "XMLHttpRequest" },
      signal: AbortSignal.timeout(AT_ONCE),
    });
    const page = answer.ok && !answer.redirected && new DOMParser().parseFromString(await answer.text(), "text/html");
    found = page && page.querySelector("[data-viewer]");
  } catch {
    found = null; // no line
  }
  if (mine !== asked) return; // another was asked for meanwhile
  panel.ariaBusy = null;
  if (!found) return words(panel.dataset.noPaper);
  words("");
  const parts = [".viewer__tools", ".viewer__page"].map((one) => document.importNode(found.querySelector(one), true));
  const [tools, sheet] = parts;
  tools.querySelector("[data-to-case]")?.remove();
  for (const way of tools.querySelectorAll("a")) way.href = new URL(way.getAttribute("href"), new URL(address, location.href)).href;
  title.textContent = sheet.getAttribute("aria-label");
  sheet.querySelector("img").addEventListener("error", () => words(panel.dataset.noPaper), { once: true });
  const key = document.activeElement?.closest("[data-beside-slot] [data-key]")?.dataset.key;
  slot.replaceChildren(...parts);
  // Whoever went on by a button stays at it; where it is gone, at the page.
  if (key) (slot.querySelector(`[data-key="${CSS.escape(key)}"]`) ?? sheet).focus({ preventScroll: true });
}

function open(event) {
  const link = event.target.closest("a[data-paper]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  opener = link;
  slot.replaceChildren();
  words("");
  title.textContent = panel.dataset.opening;
  if (!panel.open) narrow.matches ? panel.showModal() : panel.show();
  title.focus({ preventScroll: true });
  show(link.href);
}

function keys(event) {
  if (!panel.open || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    event.preventDefault();
    return panel.close();
  }
  const button = slot.querySelector(`[data-key="${CSS.escape(event.key === "=" ? "+" : event.key)}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
}

document.addEventListener("click", open);
panel.addEventListener("click", (event) => {
  const way = event.target.closest("[data-beside-slot] .viewer__tools a");
  if (!way || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(way.href);
});
// Keys are the panel's only while one is in it: what is typed into the case is the case's.
panel.addEventListener("keydown", keys);
panel.querySelector("[data-beside-close]").addEventListener("click", () => panel.close());
panel.addEventListener("close", () => {
  asked++;
  // The list of papers may have been put anew meanwhile.
  const there = opener?.isConnected ? opener : document.querySelector(`a[data-paper="${CSS.escape(opener?.dataset.paper ?? "")}"]`);
  there?.focus();
});
