// Draws the point of a station's form anew while it is typed. Without this it is drawn when the form is saved.
const NAMES = ["lat", "lng", "datum", "pasted", "region", "address"];
const WAIT = 500;

for (const shown of document.querySelectorAll("[data-point-picture]")) {
  const form = shown.closest("form");
  let timer;
  let latest = 0;

  const draw = async () => {
    const asked = new URLSearchParams({ piece: "1", code: shown.dataset.code });
    for (const name of NAMES) {
      const field = form.elements.namedItem(name);
      if (field && field.value) asked.set(name, field.value);
    }
    latest += 1;
    const number = latest;
    const answer = await fetch(`${shown.dataset.pointPicture}?${asked}`).catch(() => null);
    if (answer && answer.ok && number === latest) shown.innerHTML = await answer.text();
  };

  form.addEventListener("input", (event) => {
    if (!NAMES.includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(draw, WAIT);
  });
}
