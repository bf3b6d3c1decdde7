// <paper-pieces>: sends the files of its form piece by piece, so that a line that drops costs a piece and not the
// file. Without it the form's own file boxes do; what is refused, and why, is the server's to say either way.
const SMALLEST = 16 * 1024;
const LARGEST = 512 * 1024;
const LONG_SIDE = 2560;
const WORTH_IT = 1024 * 1024; // below that a photo is sent as it is
const TALL = 2.2; // a long screenshot would become unreadable
const THUMB = 56;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Ended extends Error {} // the visit is over: nothing more can be sent from this page
class Refused extends Error {} // this file will not be taken

class PaperPieces extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    if (!this.form || !window.fetch || !Blob.prototype.slice) return;
    this.files = [];
    this.list = document.createElement("ul");
    this.list.className = "rows pieces";
    this.total = document.createElement("p");
    this.status = document.createElement("p");
    this.status.setAttribute("role", "status");
    this.append(this.list, this.total, this.status);
    this.hidden = false;
    this.form.addEventListener("change", (event) => event.target.type === "file" && this.chosen(event.target));
    this.form.addEventListener("submit", (event) => this.submitted(event));
    addEventListener("pageshow", (event) => event.persisted && location.reload());
  }

  words(name, values = {}) {
    return this.dataset[name].replace(/\{(\w+)\}/g, (_whole, key) => values[key] ?? "");
  }

  async chosen(input) {
    const picked = [...input.files];
    input.value = "";
    for (const original of picked) {
      const file = { field: input.name, name: original.name, blob: await shrunk(original), was: original.size };
      file.print = await fingerprint(file.blob, original);
      if (this.files.some((other) => other.print === file.print && other.field === file.field)) continue;
      this.files.push(file);
      this.draw(file, original);
    }
    this.say();
  }

  draw(file, original) {
    file.row = document.createElement("li");
    const words = document.createElement("div");
    const meta = document.createElement("p");
    const remove = document.createElement("button");
    file.row.className = "paper";
    words.textContent = file.name;
    meta.className = "meta";
    meta.textContent = [kind(file.blob, file.name), size(file.blob.size)].filter(Boolean).join(" · ");
    if (file.blob !== original) meta.textContent += ` · ${this.words("shrunk", { size: size(file.was) })}`;
    words.append(meta);
    remove.type = "button";
    remove.className = "button button--plain";
    remove.textContent = this.dataset.remove;
    remove.setAttribute("aria-label", `${this.dataset.remove} ${file.name}`);
    remove.addEventListener("click", () => this.dropped(file));
    file.bar = document.createElement("progress");
    file.bar.className = "bar";
    file.bar.max = file.blob.size;
    file.bar.value = 0;
    file.bar.hidden = true;
    file.bar.setAttribute("aria-label", file.name);
    words.append(file.bar);
    file.row.append(words, remove);
    this.list.append(file.row);
    thumbnail(file.blob).then((picture) => picture && file.row.prepend(picture));
  }

  dropped(file) {
    this.files = this.files.filter((other) => other !== file);
    file.row.remove();
    this.say();
    this.form.querySelector("input[type=file]").focus();
  }

  say() {
    const sum = this.files.reduce((all, file) => all + file.blob.size, 0);
    this.total.textContent = this.files.length ? this.words("total", { size: size(sum) }) : "";
  }

  async submitted(event) {
    if (this.sent || !this.files.length) return;
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    const button = event.submitter ?? this.form.querySelector("button.button--action");
    button.disabled = true;
    try {
      const refused = await this.send();
      if (refused) return this.refuse(refused);
      this.status.textContent = this.dataset.done;
      this.sent = true;
      button.disabled = false;
      if (this.form.requestSubmit) this.form.requestSubmit(button);
      else this.form.submit();
    } catch (error) {
      this.end(error);
    } finally {
      this.busy = false;
      button.disabled = false;
    }
  }

  // Sends what is not there yet. A file that is refused costs the others nothing.
  async send() {
    const refused = [];
    for (const file of this.files.filter((one) => !one.id)) {
      try {
        await this.whole(file);
        const hidden = document.createElement("input");
        hidden.type = "hidden";
        hidden.name = `arrived_${file.field}`;
        hidden.value = file.id;
        file.row.append(hidden);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        refused.push([file, error.message]);
      }
    }
    return refused.length ? refused : null;
  }

  // Once all others are there the page stays, so that it can be read; the next press hands them in.
  refuse(refused) {
    for (const [file, why] of refused) {
      this.files = this.files.filter((one) => one !== file);
      file.row.replaceChildren(why || this.words("failed", { name: file.name }));
      file.row.className = "field__error";
    }
    this.say();
    this.status.textContent = refused.map(([file, why]) => why || this.words("failed", { name: file.name })).join(" ");
  }

  end(error) {
    this.status.textContent = error instanceof Ended ? this.dataset.ended : String(error);
    if (!(error instanceof Ended) || !error.address) return;
    const link = document.createElement("a");
    link.href = error.address;
    link.textContent = this.dataset.goOn;
    this.status.append(" ", link);
  }

  async whole(file) {
    file.bar.hidden = false;
    const about = new URLSearchParams({
      place: this.dataset.place ?? file.field,
      fingerprint: file.print,
      name: file.name,
      size: file.blob.size,
    });
    const begun = await this.patiently(about, {});
    let at = begun.received;
    let step = 64 * 1024;
    let blank = 0;
    while (at < file.blob.size) {
      this.progress(file, at);
      const started = performance.now();
      const piece = file.blob.slice(at, at + step);
      const headers = { "Content-Type": "application/octet-stream", "X-Arrival": begun.id, "X-Offset": at };
      const answer = await this.patiently(piece, headers);
      // Not one byte further, time and again: no endless loop on somebody's data plan.
      if (answer.received === at && ++blank > 5) throw new Refused("");
      at = answer.received;
      const took = performance.now() - started;
      if (took < 1500) step = Math.min(step * 2, LARGEST);
      else if (took > 8000) step = Math.max(step / 2, SMALLEST);
    }
    this.progress(file, at);
    file.id = begun.id;
  }

  progress(file, at) {
    file.bar.value = at;
    const done = { name: file.name, done: size(at), size: size(file.blob.size) };
    this.status.textContent = this.words("sending", done);
  }

  // One request, again and again while the line is down.
  async patiently(body, headers) {
    for (let pause = 1000; ; pause = Math.min(pause * 2, 30_000)) {
      try {
        return await this.request(body, headers);
      } catch (error) {
        if (error instanceof Ended || error instanceof Refused) throw error;
        await this.wait(pause);
      }
    }
  }

  wait(pause) {
    this.status.textContent = this.dataset.waiting;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "button button--plain";
    again.textContent = this.dataset.again;
    this.status.append(" ", again);
    const pressed = new Promise((resolve) => again.addEventListener("click", resolve));
    const online = new Promise((resolve) => addEventListener("online", resolve, { once: true }));
    return Promise.race([sleep(pause), pressed, online]);
  }

  async request(body, headers) {
    const token = this.form.elements.csrfmiddlewaretoken?.value ?? "";
    const response = await fetch(this.dataset.url, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      headers: { ...headers, "X-CSRFToken": token },
      body,
    });
    const answer = await response.json().catch(() => ({}));
    if (response.ok || response.status === 409) return answer;
    if ([0, 401, 403].includes(response.status)) {
      throw Object.assign(new Ended(), { address: answer.go_on });
    }
    if ([400, 404, 405, 413, 429, 503].includes(response.status) && (answer.error || response.status !== 503)) {
      throw new Refused(answer.error ?? "");
    }
    throw new Error(response.status);
  }
}

// A photo larger than anybody reads, made smaller; everything else as it is.
async function shrunk(file) {
  if (!/^image\/(jpeg|webp)$/.test(file.type) || file.size < WORTH_IT || !window.createImageBitmap) return file;
  try {
    const picture = await createImageBitmap(file);
    const [long, short] = [Math.max(picture.width, picture.height), Math.min(picture.width, picture.height)];
    if (long <= LONG_SIDE || long / short > TALL) return file;
    const canvas = drawn(picture, LONG_SIDE / long);
    const smaller = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.86));
    return smaller && smaller.size < file.size ? smaller : file;
  } catch {
    return file; // the browser cannot read it; the server may
  }
}

async function thumbnail(blob) {
  if (!/^image\//.test(blob.type) || !window.createImageBitmap) return null;
  try {
    const picture = await createImageBitmap(blob);
    const canvas = drawn(picture, THUMB / Math.max(picture.width, picture.height));
    canvas.setAttribute("aria-hidden", "true");
    return canvas;
  } catch {
    return null;
  }
}

function drawn(picture, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close?.();
  return canvas;
}

// The content itself where the browser can tell (over https); else what it calls the file, its size and its time.
async function fingerprint(blob, original) {
  if (crypto.subtle) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
    return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  let name = 0;
  for (const sign of original.name) name = (name * 31 + sign.codePointAt(0)) >>> 0;
  return `of-${name}-${blob.size}-${original.lastModified}`;
}

function size(bytes) {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function kind(blob, name) {
  return (blob.type.split("/")[1] ?? name.split(".").pop() ?? "").split(/[;+]/)[0].slice(0, 5).toUpperCase();
}

customElements.define("paper-pieces", PaperPieces);
