// <away-visits>: the page on a telephone without a network (decision 0055). It opens what was taken along with its
// password, keeps every change sealed, and gives it back. Without JavaScript the page says that it needs it.

const { NOBODY, all, can, change, keyOf, remove, sealFile, sealWords, unsealFile, unsealWords } = globalThis.sealed;
const MOST_TRIES = 10;
const IDLE = 10 * 60_000; // ms without a touch, after which it is locked
const PATIENCE = 60_000;

class AwayVisits extends HTMLElement {
  async connectedCallback() {
    this.words = JSON.parse(document.getElementById("away-words").textContent);
    if (!can) return;
    this.querySelector("[data-without]").hidden = true;
    this.form = this.querySelector("[data-visit] form");
    this.saving = Promise.resolve();
    this.part("open").querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.unlock();
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.give();
    });
    this.form.addEventListener("input", (event) => event.target.type !== "file" && this.keep());
    this.form.addEventListener("change", (event) => this.changed(event.target));
    this.act("lock", () => this.lock());
    this.act("print", () => print());
    // On paper there is nothing to scroll.
    addEventListener("beforeprint", () => {
      for (const box of this.form.querySelectorAll("textarea")) box.rows = Math.max(box.rows, Math.ceil(box.scrollHeight / 24));
    });
    this.act("later", () => this.list());
    for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => (this.touched = Date.now()));
    setInterval(() => this.tick(), 30_000);
    addEventListener("online", () => this.copy || this.list());
    await this.list();
  }

  part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  act(name, run) {
    for (const button of this.querySelectorAll(`[data-do=${name}]`)) button.addEventListener("click", run);
  }

  show(name) {
    for (const one of ["list", "open", "visit"]) this.part(one).hidden = one !== name;
  }

  say(words, isWrong = false) {
    const line = this.querySelector("[data-said]");
    line.textContent = words;
    line.hidden = !words;
    line.className = `help-block ${isWrong ? "help-warning" : "help-info"}`;
    if (words) line.scrollIntoView({ block: "nearest" });
  }

  when(moment) {
    return new Date(moment).toLocaleString(document.documentElement.lang, { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" });
  }

  filled(name, values) {
    return Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), this.words[name]);
  }

  async tick() {
    if (this.key && Date.now() - this.touched > IDLE) await this.lock();
    await this.expire();
  }

  // What is too old goes, whether it is open or not.
  async expire() {
    const old = (await all()).filter((copy) => copy.until <= Date.now());
    for (const copy of old) await remove(copy.id);
    if (!old.length) return;
    if (old.some((copy) => copy.id === this.copy?.id)) await this.lock();
    this.say(this.words.expired, true);
  }

  // --- the list: nothing of anybody, only when it was taken ---
  async list() {
    this.copy = this.key = undefined;
    await this.expire();
    const copies = (await all()).sort((one, other) => one.takenAt - other.takenAt);
    const box = this.part("copies");
    this.part("none").hidden = copies.length > 0;
    box.replaceChildren(...copies.map((copy) => this.line(copy)));
    this.show("list");
    // What became of them is known where they came from; a network that does not answer is not waited for.
    const states = await this.states().catch(() => undefined);
    this.part("offline").hidden = Boolean(states);
    copies.forEach((copy, n) => this.tell(box.children[n], states?.copies?.[copy.id]));
  }

  tell(item, state) {
    const said = item?.querySelector("[data-state]");
    if (!said || !state || state === "out") return;
    said.textContent = this.words.states[state] ?? this.words.states.unknown;
    said.hidden = false;
  }

  line(copy) {
    const item = this.querySelector("template").content.cloneNode(true).firstElementChild;
    const times = { taken: this.when(copy.takenAt), until: this.when(copy.until) };
    item.querySelector("[data-times]").textContent = this.filled("times", times);
    item.querySelector("[data-do=open]").addEventListener("click", () => this.ask(copy));
    const button = item.querySelector("[data-do=drop]");
    button.addEventListener("click", () => {
      if (button.dataset.sure) return this.drop(copy);
      button.dataset.sure = "1";
      button.textContent = this.words.sure;
    });
    return item;
  }

  async drop(copy) {
    await remove(copy.id);
    this.say(this.words.dropped);
    try {
      const { csrf } = await this.states();
      const body = new URLSearchParams({ csrfmiddlewaretoken: csrf });
      await fetch(this.address("drop", copy), { method: "POST", body, redirect: "error" });
    } catch {
      // Without a network nobody hears of it; there it ends by itself.
    }
    await this.list();
  }

  address(what, copy) {
    return this.dataset[what].replace(NOBODY, copy.id);
  }

  async states() {
    const answer = await fetch(this.dataset.states, { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(8_000) });
    if (answer.type === "opaqueredirect") return { login: true, copies: {} };
    if (!answer.ok) return { refused: true, copies: {} };
    return answer.json();
  }

  // --- the password ---
  ask(copy) {
    this.say("");
    this.copy = copy;
    this.show("open");
    this.part("open").querySelector("form").reset();
    this.part("open").querySelector("input").focus();
  }

  async unlock() {
    const form = this.part("open").querySelector("form");
    const [copy, password] = [this.copy, form.querySelector("input").value];
    if (!password) return;
    const button = form.querySelector("button");
    button.disabled = true;
    // Counted before it is tried, where it lies: whoever closes the page meanwhile has tried it, in every window.
    const held = await change(copy.id, (one) => (one.tries += 1));
    try {
      if (!held) return await this.list();
      if (held.until <= Date.now()) return await this.expire();
      const key = await keyOf(password, held.salt, held.rounds);
      const taken = await unsealWords(key, held.id, "taken", held.taken);
      await this.open(await change(held.id, (one) => (one.tries = 0)), key, taken);
    } catch {
      const left = MOST_TRIES - held.tries;
      if (left > 0) this.say(this.filled("wrong", { left }), true);
      else {
        await remove(held.id);
        await this.list();
        this.say(this.words.gone, true);
      }
    } finally {
      form.reset();
      button.disabled = false;
      if (!this.part("open").hidden) form.querySelector("input").focus();
    }
  }

  async open(copy, key, taken) {
    [this.copy, this.key, this.touched] = [copy, key, Date.now()];
    this.say(copy.sent ? this.words.frozen : "", true);
    this.drawTaken(taken);
    this.form.reset();
    this.wrong({});
    const said = copy.said ? await unsealWords(key, copy.id, "said", copy.said) : {};
    for (const field of this.fields()) {
      if (field.type === "radio" || field.type === "checkbox") field.checked = (said[field.name] ?? []).includes(field.value);
      else field.value = said[field.name]?.[0] ?? "";
    }
    this.signed = copy.signed && (await unsealFile(key, copy.id, "signed", copy.signed));
    this.photos = await Promise.all(copy.photos.map((one) => unsealFile(key, copy.id, "photo", one)));
    this.drawFiles();
    this.freeze(copy.sent);
    this.show("visit");
    this.part("visit").querySelector("h2").focus();
  }

  drawTaken({ title, facts, warnings, checks }) {
    this.part("title").textContent = title;
    const made = (name, text) => Object.assign(document.createElement(name), { textContent: text });
    this.part("facts").replaceChildren(
      ...facts.map(([label, value]) => {
        const row = made("div", "");
        row.append(made("dt", label), made("dd", value));
        return row;
      }),
    );
    this.part("warnings").replaceChildren(...warnings.map((text) => made("li", `⚠ ${text}`)));
    this.part("checks").replaceChildren(
      ...checks.map(({ name, label }) => {
        const [row, line, box] = ["div", "label", "input"].map((kind) => made(kind, ""));
        row.className = "case__field case__field--check";
        Object.assign(box, { type: "checkbox", name, value: "on" });
        line.append(box, made("span", label));
        row.append(line);
        return row;
      }),
    );
    this.part("until").textContent = this.filled("until", { until: this.when(this.copy.until) });
  }

  // --- every change, sealed ---
  fields() {
    return [...this.form.elements].filter((one) => one.name && one.type !== "file" && one.type !== "submit");
  }

  file(name) {
    return this.form.querySelector(`[type=file][name$="-${name}"]`);
  }

  answers() {
    const said = {};
    for (const [name, value] of new FormData(this.form)) if (typeof value === "string") (said[name] ??= []).push(value);
    return said;
  }

  // One after the other: a later word never lies under an earlier one.
  keep(more = () => ({})) {
    const { copy, key } = this;
    const said = this.answers();
    this.saving = this.saving
      .then(async () => {
        const sealed = { ...(await more()), said: await sealWords(key, copy.id, "said", said) };
        const held = await change(copy.id, (one) => Object.assign(one, sealed));
        if (!held) return this.say(this.words.elsewhere, true);
        Object.assign(copy, sealed);
        if (this.copy === copy) this.part("kept").textContent = this.filled("kept", { at: this.when(Date.now()) });
      })
      .catch(() => this.say(this.words.full, true));
    return this.saving;
  }

  changed(field) {
    if (field.type !== "file") return this.keep();
    const { copy, key } = this;
    const chosen = [...field.files];
    const [most, limit, room] = ["most", "limit", "room"].map((name) => Number(this.dataset[name]));
    const size = [...this.photos, ...chosen, ...(this.signed ? [this.signed] : [])].reduce((sum, one) => sum + one.size, 0);
    const isPhotos = field === this.file("photos");
    const isTooMuch = chosen.some((one) => one.size > limit) || size > room || (isPhotos && this.photos.length + chosen.length > most);
    if (isTooMuch) {
      field.value = "";
      return this.say(this.words.much, true);
    }
    if (!isPhotos) {
      this.signed = chosen[0];
      this.keep(async () => ({ signed: chosen[0] && (await sealFile(key, copy.id, "signed", chosen[0])) }));
    } else {
      field.value = "";
      this.photos.push(...chosen);
      const sealing = () => Promise.all(chosen.map((one) => sealFile(key, copy.id, "photo", one)));
      this.keep(async () => ({ photos: [...copy.photos, ...(await sealing())] }));
    }
    this.drawFiles();
  }

  drawFiles() {
    for (const picture of this.querySelectorAll("figure img")) URL.revokeObjectURL(picture.src);
    const shown = (file, label, away) => {
      const [figure, picture, button] = ["figure", "img", "button"].map((kind) => document.createElement(kind));
      Object.assign(picture, { src: URL.createObjectURL(file), alt: label });
      Object.assign(button, { type: "button", className: "button button-small button-secondary", textContent: this.words.remove });
      button.setAttribute("aria-label", `${this.words.remove} ${label}`);
      button.addEventListener("click", away);
      figure.append(picture, button);
      return figure;
    };
    const { copy } = this;
    const signature = this.signed && [
      shown(this.signed, this.words.signature, () => {
        [this.signed, this.file("signed").value] = [undefined, ""];
        this.keep(() => ({ signed: undefined }));
        this.drawFiles();
      }),
    ];
    this.part("signature").replaceChildren(...(signature ?? []));
    this.part("photos").replaceChildren(
      ...this.photos.map((file, n) =>
        shown(file, `${this.words.photo} ${n + 1}`, () => {
          const at = this.photos.indexOf(file);
          this.photos.splice(at, 1);
          this.keep(() => ({ photos: copy.photos.toSpliced(at, 1) }));
          this.drawFiles();
        }),
      ),
    );
  }

  async lock() {
    await this.saving;
    this.form.reset();
    [this.signed, this.photos] = [undefined, []];
    this.drawFiles();
    this.drawTaken({ title: "", facts: [], warnings: [], checks: [] });
    this.say("");
    await this.list();
  }

  // --- giving it back ---
  // From the first sending until an answer has come nothing is changed: sent again, it is the same, and counts once.
  freeze(isFrozen) {
    this.part("asked").inert = isFrozen;
  }

  async mark(sent) {
    this.copy.sent = sent;
    await change(this.copy.id, (one) => (one.sent = sent));
    this.freeze(sent);
  }

  async give() {
    const button = this.form.querySelector("[type=submit]");
    const { copy } = this;
    await this.saving;
    button.disabled = true;
    this.say(this.words.sending);
    try {
      const states = await this.states().catch(() => undefined);
      if (!states) return this.say(this.words.offline, true);
      if (states.login) return this.say(this.words.login, true);
      if (states.refused) return this.say(this.words.states.not_allowed, true);
      const body = new FormData(this.form);
      body.append("csrfmiddlewaretoken", states.csrf);
      for (const name of ["signed", "photos"]) body.delete(this.file(name).name);
      if (this.signed) body.append(this.file("signed").name, this.signed);
      for (const one of this.photos) body.append(this.file("photos").name, one);
      await this.mark(true);
      const signal = AbortSignal.timeout(PATIENCE);
      const answer = await fetch(this.address("give", copy), { method: "POST", body, redirect: "manual", signal });
      await this.answered(answer);
    } catch {
      this.say(this.words.unheard, true);
    } finally {
      button.disabled = false;
    }
  }

  async answered(answer) {
    const { copy } = this;
    const isJson = (answer.headers.get("content-type") ?? "").startsWith("application/json");
    if (answer.ok && isJson) {
      await remove(copy.id);
      await this.lock();
      return this.say(this.words.given);
    }
    if (answer.status >= 500 || answer.type === "opaqueredirect" || (!isJson && answer.status !== 403)) {
      return this.say(answer.type === "opaqueredirect" ? this.words.login : this.words.unheard, true);
    }
    await this.mark(false);
    const told = isJson ? await answer.json() : { state: "not_allowed" };
    if (told.errors) {
      this.wrong(told.errors);
      return this.say(this.words.errors, true);
    }
    this.say(this.words.states[told.state] ?? this.words.states.unknown, true);
  }

  // What the server finds wrong stands at its field; what has none, on top.
  wrong(errors) {
    for (const line of this.form.querySelectorAll("p.error")) line.remove();
    let first;
    for (const [name, lines] of Object.entries(errors)) {
      const field = this.form.querySelector(`[name="${CSS.escape(name)}"]`);
      const place = field?.closest(".case__field") ?? this.part("asked");
      for (const text of lines) {
        const line = document.createElement("p");
        [line.className, line.textContent] = ["error", text];
        line.setAttribute("role", "alert");
        place.prepend(line);
      }
      first ??= field;
    }
    first?.focus();
  }
}

customElements.define("away-visits", AwayVisits);
