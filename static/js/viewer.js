// The viewer of papers: keys for its buttons, and boxes drawn with a finger or a mouse. A box is a line of the field
// “遮哪里”; without this script it is written there by hand.

const form = document.querySelector("[data-viewer]");
const sheet = form.querySelector("[data-sheet]");
const field = form.querySelector("[name$=-boxes]");
const LEAST = 1; // per cent of the page: less was a click

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const key = event.key === "=" ? "+" : event.key;
  const button = form.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

// Another page of the same paper takes along what is written below.
form.addEventListener("click", (event) => {
  const way = event.target.closest("a[data-way]");
  if (!way || ![...form.querySelectorAll("textarea")].some((one) => one.value)) return;
  event.preventDefault();
  form.action = way.href;
  form.requestSubmit();
});

// --- boxes ----------------------------------------------------------------------------------------
function place(box, [left, top, right, bottom]) {
  Object.assign(box.style, { left: `${left}%`, top: `${top}%`, width: `${right - left}%`, height: `${bottom - top}%` });
}

function draw() {
  for (const old of sheet.querySelectorAll(".viewer__box")) old.remove();
  if (sheet.hasAttribute("data-turned")) return;
  for (const line of field.value.split("\n")) {
    const [page, ...box] = line.trim().split(/[\s,，]+/).map(Number);
    if (page !== Number(sheet.dataset.page) || box.length !== 4 || box.some(Number.isNaN)) continue;
    const shown = document.createElement("span");
    shown.className = "viewer__box";
    place(shown, box);
    sheet.append(shown);
  }
}

function at(event) {
  const page = sheet.getBoundingClientRect();
  const within = (part) => Math.round(Math.min(100, Math.max(0, part * 100)) * 10) / 10;
  return [within((event.clientX - page.left) / page.width), within((event.clientY - page.top) / page.height)];
}

function start(event) {
  if (event.button || !field.closest("details").open || sheet.hasAttribute("data-turned")) return;
  event.preventDefault();
  const [x, y] = at(event);
  const shown = document.createElement("span");
  shown.className = "viewer__box";
  sheet.append(shown);
  sheet.setPointerCapture(event.pointerId);
  let box = [x, y, x, y];
  const move = (moved) => {
    const [toX, toY] = at(moved);
    box = [Math.min(x, toX), Math.min(y, toY), Math.max(x, toX), Math.max(y, toY)];
    place(shown, box);
  };
  const end = () => {
    sheet.removeEventListener("pointermove", move);
    if (box[2] - box[0] >= LEAST && box[3] - box[1] >= LEAST) {
      const before = field.value.trimEnd();
      field.value = `${before}${before ? "\n" : ""}${[sheet.dataset.page, ...box].join(" ")}`;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    draw();
  };
  sheet.addEventListener("pointermove", move);
  sheet.addEventListener("pointerup", end, { once: true });
  sheet.addEventListener("pointercancel", end, { once: true });
}

if (field) {
  sheet.addEventListener("pointerdown", start);
  field.addEventListener("input", draw);
  draw();
}
