// Which place of the results was opened, told as the page is left. Without JavaScript nothing is counted.
const list = document.querySelector("[data-clicks]");
const query = new URLSearchParams(location.search).get("q");

function tell(event) {
  const link = event.target.closest("li > a[href]");
  if (!link || (event.type === "auxclick" && event.button !== 1)) return;
  const place = [...list.children].indexOf(link.parentElement);
  const position = Number(list.dataset.first) + place;
  navigator.sendBeacon(list.dataset.clicks, new URLSearchParams({ q: query, position, url: link.getAttribute("href") }));
}

if (list && query && navigator.sendBeacon) {
  list.addEventListener("click", tell);
  list.addEventListener("auxclick", tell);
}
