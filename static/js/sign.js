// Signing with a finger: what is drawn becomes the file of the field that says data-sign. Without this script the
// field takes a photo of the signature on paper, and it still does with it.

const WIDTH = 600, HEIGHT = 240; // of the picture, whatever the screen

function padFor(input) {
  const box = document.createElement("div");
  box.className = "sign";
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", input.dataset.sign);
  const label = document.createElement("p");
  label.className = "help";
  label.textContent = input.dataset.sign;
  const clear = document.createElement("button");
  clear.type = "button";
  clear.className = "button button-small button-secondary";
  clear.textContent = input.dataset.clear;
  box.append(label, canvas, clear);
  input.after(box);

  const ink = canvas.getContext("2d");
  let drawing = false, isDrawn = false;
  function wipe() {
    ink.fillStyle = "#fff";
    ink.fillRect(0, 0, WIDTH, HEIGHT);
    ink.strokeStyle = "#111";
    ink.lineWidth = 4;
    ink.lineCap = ink.lineJoin = "round";
    isDrawn = false;
  }
  function at(event) {
    const frame = canvas.getBoundingClientRect();
    return [
      ((event.clientX - frame.left) * WIDTH) / frame.width,
      ((event.clientY - frame.top) * HEIGHT) / frame.height,
    ];
  }
  function keep() {
    canvas.toBlob((blob) => {
      if (!blob || !isDrawn) return;
      const held = new DataTransfer();
      held.items.add(new File([blob], input.dataset.name, { type: "image/png" }));
      input.files = held.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }, "image/png");
  }
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    drawing = isDrawn = true;
    ink.beginPath();
    ink.moveTo(...at(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    ink.lineTo(...at(event));
    ink.stroke();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      if (!drawing) return;
      drawing = false;
      keep();
    });
  }
  clear.addEventListener("click", () => {
    wipe();
    input.value = "";
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  // A photo that is chosen instead takes the place of what was drawn.
  input.addEventListener("change", (event) => {
    if (event.isTrusted) wipe();
  });
  wipe();
}

for (const input of document.querySelectorAll("input[type=file][data-sign]")) padFor(input);
