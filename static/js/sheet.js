// What is written down on this device without a network (decision 0055): a form whose every change is sealed, with a
// signature and photos, and given back once. static/js/away.js and away_form.js ask for it as `sheet`.

const { NOBODY, change, remove, sealFile, sealWords, unsealFile, unsealWords } = globalThis.sealed;
const PATIENCE = 60_000;

const made = (name, text = "") => Object.assign(document.createElement(name), { textContent: text });

class Sheet {
  // `away`: the page it stands on, <away-visits>; `section`: where it is drawn; `give`: the address that takes it back.
  constructor(away, section, give) {
    [this.away, this.section, this.giveTo] = [away, section, give];
    this.form = section.querySelector("form");
    this.photos = [];
    this.saving = Promise.resolve();
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.give();
    });
    this.form.addEventListener("input", (event) => event.target.type !== "file" && this.keep());
    this.form.addEventListener("change", (event) => this.changed(event.target));
    // On paper there is nothing to scroll.
    addEventListener("beforeprint", () => {
      for (const box of this.form.querySelectorAll("textarea")) box.rows = Math.max(box.rows, Math.ceil(box.scrollHeight / 24));
    });
  }

  part(name) {
    return this.section.querySelector(`[data-${name}]`);
  }

  get words() {
    return this.away.words;
  }

  say(words, isWrong = false) {
    this.away.say(words, isWrong);
  }

  async open(copy, key, taken) {
    [this.copy, this.key] = [copy, key];
    this.say(copy.sent ? this.words.frozen : "", true);
    this.form.reset();
    this.draw(taken);
    this.part("until").textContent = this.away.filled("until", { until: this.away.when(copy.until) });
    this.part("kept").textContent = "";
    this.wrong({});
    const said = copy.said ? await unsealWords(key, copy.id, "said", copy.said) : {};
    for (const field of this.fields()) {
      if (field.type === "radio" || field.type === "checkbox") {
        if (field.name in said || copy.said) field.checked = (said[field.name] ?? []).includes(field.value);
      } else if (field.name in said) field.value = said[field.name][0];
    }
    this.signed = copy.signed && (await unsealFile(key, copy.id, "signed", copy.signed));
    this.photos = await Promise.all(copy.photos.map((one) => unsealFile(key, copy.id, "photo", one)));
    this.drawFiles();
    this.freeze(copy.sent);
    this.section.querySelector("h2").focus();
  }

  // Nothing of anybody stands in the page any more.
  async close() {
    await this.saving;
    this.form.reset();
    [this.copy, this.key, this.signed, this.photos] = [undefined, undefined, undefined, []];
    this.drawFiles();
    this.draw();
  }

  // --- every change, sealed ---
  fields() {
    return [...this.form.elements].filter((one) => one.name && !["file", "submit"].includes(one.type));
  }

  file(name) {
    return this.form.querySelector(`[type=file][name$="-${name}"]`);
  }

  // Of pages that are not asked just now as well: what was typed there is not lost.
  answers() {
    const said = {};
    for (const field of this.fields()) {
      const isChosen = !["radio", "checkbox"].includes(field.type) || field.checked;
      if (isChosen) (said[field.name] ??= []).push(field.value);
    }
    return said;
  }

  // One after the other: a later word never lies under an earlier one.
  keep(more = () => ({})) {
    const { copy, key } = this;
    if (!copy) return this.saving;
    const said = this.answers();
    this.saving = this.saving
      .then(async () => {
        const sealed = { ...(await more()), said: await sealWords(key, copy.id, "said", said) };
        const held = await change(copy.id, (one) => Object.assign(one, sealed));
        if (!held) return this.say(this.words.elsewhere, true);
        Object.assign(copy, sealed);
        if (this.copy === copy) this.part("kept").textContent = this.away.filled("kept", { at: this.away.when(Date.now()) });
      })
      .catch(() => this.say(this.words.full, true));
    return this.saving;
  }

  changed(field) {
    if (field.type !== "file") return this.keep();
    const { copy, key } = this;
    const chosen = [...field.files];
    const [most, limit, room] = ["most", "limit", "room"].map((name) => Number(this.away.dataset[name]));
    const size = [...this.photos, ...chosen, ...(this.signed ? [this.signed] : [])].reduce((sum, one) => sum + one.size, 0);
    const isSignature = field === this.file("signed");
    const isTooMuch = chosen.some((one) => one.size > limit) || size > room || (!isSignature && this.photos.length + chosen.length > most);
    if (isTooMuch) {
      field.value = "";
      return this.say(this.words.much, true);
    }
    if (isSignature) {
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
    for (const picture of this.section.querySelectorAll("figure img")) URL.revokeObjectURL(picture.src);
    const shown = (file, label, away) => {
      const [figure, picture, button] = ["figure", "img", "button"].map((kind) => made(kind));
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
    this.part("signature")?.replaceChildren(...(signature ?? []));
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

  // What is sent; pages that are not asked are disabled and stay away.
  body() {
    const body = new FormData(this.form);
    for (const name of ["signed", "photos"]) if (this.file(name)) body.delete(this.file(name).name);
    if (this.signed) body.append(this.file("signed").name, this.signed);
    for (const one of this.photos) body.append(this.file("photos").name, one);
    return body;
  }

  async give() {
    const button = this.form.querySelector("[type=submit]");
    const { copy } = this;
    await this.saving;
    button.disabled = true;
    this.say(this.words.sending);
    try {
      const states = await this.away.states().catch(() => undefined);
      if (!states) return this.say(this.words.offline, true);
      if (states.login) return this.say(this.words.login, true);
      if (states.refused) return this.say(this.words.states.not_allowed, true);
      const body = this.body();
      body.append("csrfmiddlewaretoken", states.csrf);
      await this.mark(true);
      const [signal, address] = [AbortSignal.timeout(PATIENCE), this.giveTo.replace(NOBODY, copy.id)];
      await this.answered(await fetch(address, { method: "POST", body, redirect: "manual", signal }));
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
      return this.away.given(this, await answer.json());
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
      const place = field?.closest(".case__field, .field") ?? this.part("asked");
      for (const text of lines) {
        const line = made("p", text);
        line.className = "error";
        line.setAttribute("role", "alert");
        place.prepend(line);
      }
      first ??= field;
    }
    first?.focus();
  }
}

// The result of one visit.
class VisitSheet extends Sheet {
  draw({ title, facts, warnings, checks } = { title: "", facts: [], warnings: [], checks: [] }) {
    this.part("title").textContent = title;
    this.part("facts").replaceChildren(
      ...facts.map(([label, value]) => {
        const row = made("div");
        row.append(made("dt", label), made("dd", value));
        return row;
      }),
    );
    this.part("warnings").replaceChildren(...warnings.map((text) => made("li", `⚠ ${text}`)));
    this.part("checks").replaceChildren(
      ...checks.map(({ name, label }) => {
        const [row, line, box] = ["div", "label", "input"].map((kind) => made(kind));
        row.className = "case__field case__field--check";
        Object.assign(box, { type: "checkbox", name, value: "on" });
        line.append(box, made("span", label));
        row.append(line);
        return row;
      }),
    );
  }
}

globalThis.sheet = { Sheet, VisitSheet, made };
