// <away-visits>: the page on a telephone without a network (decision 0055). One password opens one taking: the visits
// that went along, each to be written down and given back by a sheet. Without JavaScript the page says that it needs it.

const { NOBODY, can, rows, put, change, keyOf, remove, unsealWords } = globalThis.sealed;
const { VisitSheet, made } = globalThis.sheet;
const { FormSheet } = globalThis.awayForm;
const MOST_TRIES = 10;
const IDLE = 10 * 60_000; // ms without a touch, after which it is locked

class AwayVisits extends HTMLElement {
  async connectedCallback() {
    this.words = JSON.parse(document.getElementById("away-words").textContent);
    if (!can) return;
    this.querySelector("[data-without]").hidden = true;
    this.sheets = {
      visit: new VisitSheet(this, this.part("visit"), this.dataset.give),
      form: new FormSheet(this, this.part("form"), this.dataset.giveForm),
    };
    this.part("open").querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.unlock();
    });
    this.act("lock", () => this.lock());
    this.act("print", () => print());
    this.act("later", () => this.list());
    this.act("route", () => this.back());
    this.act("write", () => this.write());
    for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => (this.touched = Date.now()));
    setInterval(() => this.tick(), 30_000);
    addEventListener("online", () => this.part("list").hidden || this.list());
    await this.list();
  }

  part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  act(name, run) {
    for (const button of this.querySelectorAll(`[data-do=${name}]`)) button.addEventListener("click", run);
  }

  show(name) {
    for (const one of ["list", "open", "route", "visit", "form"]) this.part(one).hidden = one !== name;
  }

  // `more`: something to follow, as a link.
  say(words, isWrong = false, ...more) {
    const line = this.part("said");
    line.replaceChildren(words, ...more);
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
    const { old, takings } = await rows();
    for (const row of old) await remove(row.id);
    if (!old.some((row) => row.kind !== "taking")) return;
    const isOpen = this.taking && !takings.some((one) => one.id === this.taking.id);
    if (isOpen || old.some((row) => row.id === this.sheet?.copy?.id)) await this.lock();
    this.say(this.words.expired, true);
  }

  // --- the list: nothing of anybody, only when it was taken and how many ---
  async list() {
    this.taking = this.key = undefined;
    await this.expire();
    const { takings } = await rows();
    const box = this.part("copies");
    this.part("none").hidden = takings.length > 0;
    box.replaceChildren(...takings.map((taking) => this.line(taking)));
    this.show("list");
    // What became of them is known where they came from; a network that does not answer is not waited for.
    const states = await this.states().catch(() => undefined);
    this.part("offline").hidden = Boolean(states);
    takings.forEach((taking, n) => this.tell(box.children[n], taking.copies, states));
  }

  // What became of copies meanwhile; of several, how many it is true of.
  tell(item, copies, states) {
    const over = {};
    for (const { id } of copies) {
      const state = states?.copies?.[id];
      if (state && state !== "out") over[state] = (over[state] ?? 0) + 1;
    }
    item?.querySelector("[data-states]").replaceChildren(
      ...Object.entries(over).map(([state, n]) => {
        const line = made("p", (copies.length > 1 ? this.filled("of", { n }) : "") + (this.words.states[state] ?? this.words.states.unknown));
        line.className = "help-block help-warning";
        return line;
      }),
    );
  }

  // One line of a list from its template; `open` and `drop` are done to what it stands for.
  item(template, open, drop) {
    const item = this.querySelector(`template[data-of=${template}]`).content.cloneNode(true).firstElementChild;
    item.querySelector("[data-do=open]").addEventListener("click", open);
    const button = item.querySelector("[data-do=drop]");
    button.addEventListener("click", () => {
      if (button.dataset.sure) return drop();
      button.dataset.sure = "1";
      button.textContent = this.words.sure;
    });
    return item;
  }

  line(taking) {
    const item = this.item("taking", () => this.ask(taking), () => this.drop(taking.copies, taking));
    const times = { taken: this.when(taking.takenAt), until: this.when(taking.until), n: taking.copies.length };
    const kind = ["times_none", "times"][times.n] ?? "times_of";
    item.querySelector("[data-times]").textContent = this.filled(kind, times);
    return item;
  }

  async drop(copies, taking) {
    for (const copy of copies) await remove(copy.id);
    if (taking) await remove(taking.id);
    this.say(this.words.dropped);
    try {
      const { csrf } = await this.states();
      for (const { id } of copies.filter((copy) => copy.kind !== "form")) {
        const body = new URLSearchParams({ csrfmiddlewaretoken: csrf });
        await fetch(this.dataset.drop.replace(NOBODY, id), { method: "POST", body, redirect: "error" });
      }
    } catch {
      // Without a network nobody hears of it; there it ends by itself.
    }
    await (this.key ? this.route() : this.list());
  }

  async states() {
    const answer = await fetch(this.dataset.states, { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(8_000) });
    if (answer.type === "opaqueredirect") return { login: true, copies: {} };
    if (!answer.ok) return { refused: true, copies: {} };
    return answer.json();
  }

  // --- the password ---
  ask(taking) {
    this.say("");
    this.taking = taking;
    this.show("open");
    this.part("open").querySelector("form").reset();
    this.part("open").querySelector("input").focus();
  }

  async unlock() {
    const form = this.part("open").querySelector("form");
    const [{ id }, password] = [this.taking, form.querySelector("input").value];
    if (!password) return;
    const button = form.querySelector("button");
    button.disabled = true;
    // Counted before it is tried, where it lies: whoever closes the page meanwhile has tried it, in every window.
    const held = await change(id, (one) => (one.tries += 1));
    try {
      if (!held) return await this.list();
      if (held.until <= Date.now()) return await this.expire();
      const key = await keyOf(password, held.salt, held.rounds);
      const { writes } = await unsealWords(key, id, "taken", held.taken);
      await change(id, (one) => (one.tries = 0));
      [this.key, this.touched, this.writes] = [key, Date.now(), writes];
    } catch {
      const left = MOST_TRIES - held.tries;
      if (left > 0) return this.say(this.filled("wrong", { left }), true);
      for (const copy of (await this.held())?.copies ?? []) await remove(copy.id);
      await remove(id);
      await this.list();
      return this.say(this.words.gone, true);
    } finally {
      form.reset();
      button.disabled = false;
      if (!this.part("open").hidden) form.querySelector("input").focus();
    }
    const { copies } = await this.held();
    await (copies.length === 1 ? this.open(copies[0]) : this.route());
  }

  // What lies under the password that is open, or being asked for.
  async held() {
    const { takings } = await rows();
    return takings.find((one) => one.id === this.taking.id);
  }

  // --- the route: what is to be done, in its order; what was done is gone ---
  async route() {
    const { copies } = (await this.held()) ?? { copies: [] };
    if (!copies.length && !this.writes) {
      await remove(this.taking.id);
      return this.lock();
    }
    const items = [];
    for (const copy of copies) {
      const { title, about } = await this.about(copy);
      const item = this.item("stop", () => this.open(copy), () => this.drop([copy]));
      item.querySelector("h3").textContent = title;
      item.querySelector("[data-about]").textContent = about;
      item.querySelector("[data-next]").hidden = items.length > 0 || copy.kind === "form";
      item.querySelector("[data-begun]").hidden = !copy.said;
      items.push(item);
    }
    this.part("stops").replaceChildren(...items);
    this.part("done").hidden = items.length > 0;
    this.querySelector("[data-do=write]").hidden = !this.writes;
    this.show("route");
    this.part("route").querySelector("h2").focus();
    const states = await this.states().catch(() => undefined);
    copies.forEach((copy, n) => this.tell(items[n], copy.kind === "form" ? [] : [copy], states));
  }

  about(copy) {
    if (copy.kind !== "form") return unsealWords(this.key, copy.id, "taken", copy.taken);
    return this.sheets.form.about(copy, this.key);
  }

  async open(copy) {
    const isForm = copy.kind === "form";
    const taken = isForm ? this.writes : await this.about(copy);
    this.sheet = isForm ? this.sheets.form : this.sheets.visit;
    this.show(isForm ? "form" : "visit");
    await this.sheet.open(copy, this.key, taken);
  }

  // A new application, under the password that is open. It may stay longer than the visits, and its taking with it.
  async write() {
    const { id: taking } = this.taking;
    const [id, takenAt] = [crypto.randomUUID(), Date.now()];
    const until = takenAt + Number(this.dataset.formDays) * 86_400_000;
    const copy = { kind: "form", id, taking, place: Infinity, until, takenAt, sent: false, photos: [] };
    if (!(await change(taking, (one) => (one.until = Math.max(one.until, until))))) return this.lock();
    await put(copy);
    await this.open(copy);
  }

  async back() {
    await this.sheet?.close();
    this.say("");
    await this.route();
  }

  async given(sheet, { url, agreed }) {
    await sheet.close();
    await this.route();
    if (!url) return this.say(this.words.given);
    const link = Object.assign(made("a", this.words.go_on), { href: url });
    this.say(agreed ? this.words.given_form : this.words.unagreed, !agreed, link);
  }

  async lock() {
    await this.sheet?.close();
    this.part("stops").replaceChildren();
    this.sheet = this.writes = undefined;
    this.say("");
    await this.list();
  }
}

customElements.define("away-visits", AwayVisits);
