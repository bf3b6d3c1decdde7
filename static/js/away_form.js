// A new application on a telephone without a network (decision 0059): all pages of the form on one sheet, those shown
// that its answers lead to. Which these are, the server says in data-when; it walks them once more when they come back.
// static/js/away.js asks for it as `awayForm`.

const { unsealWords } = globalThis.sealed;
const { Sheet, made } = globalThis.sheet;
const UNSURE = "unsure"; // as a door of the form: what it is, nobody can say

class FormSheet extends Sheet {
  constructor(...where) {
    super(...where);
    this.pages = [...this.section.querySelectorAll("[data-when]")].map((box) => ({
      box,
      slug: box.dataset.page,
      when: JSON.parse(box.dataset.when),
    }));
    this.form.addEventListener("change", () => this.turn());
  }

  field(name) {
    return this.form.querySelector(`[name="arrival-${name}"]`);
  }

  // `choices`: what there is to choose from, by field; undefined when it is closed.
  draw(choices) {
    for (const name of ["office", "visit", "event"]) {
      const options = choices?.[name] ?? [];
      this.field(name).replaceChildren(...options.map(([value, label]) => Object.assign(made("option", label), { value })));
      this.field(name).closest(".field").dataset.empty = options.length ? "" : "1";
    }
    this.turn();
  }

  async open(copy, key, choices) {
    await super.open(copy, key, choices);
    this.turn();
    for (const fold of this.form.querySelectorAll("details")) fold.open = Boolean(fold.querySelector("input:checked"));
  }

  // What was chosen on the pages of this name that are asked, or on those that always are.
  said(slug, field) {
    const boxes = this.pages.filter((page) => page.slug === slug && !page.box.disabled).map((page) => page.box);
    return boxes.flatMap((box) => [...box.querySelectorAll(`[name$="-${field}"]:checked`)].map((one) => one.value));
  }

  // What it is about: a door, or what was chosen behind it.
  get matter() {
    const isBehind = this.pages.some((page) => page.slug === "kind" && !page.box.disabled);
    const [said] = isBehind ? this.said("kind", "kind") : this.said("matter", "door");
    return said === UNSURE ? "" : (said ?? "");
  }

  isAsked({ matters, only, unless }) {
    const holds = ({ slug, field, answers }) => this.said(slug, field).some((one) => answers.includes(one));
    return (!matters || matters.includes(this.matter)) && (!only || holds(only)) && !unless.some(holds);
  }

  // One page after the other: each may hang on those before.
  turn() {
    for (const { box } of this.pages) box.disabled = true;
    for (const { box, when } of this.pages) {
      const asked = when.find((one) => this.isAsked(one));
      box.disabled = box.hidden = !asked;
      if (asked) box.querySelector("h3").textContent = asked.heading;
    }
    const isTour = this.form.querySelector("[name=arrival-channel]:checked")?.value === "tour";
    for (const name of ["office", "visit", "event"]) {
      const box = this.field(name).closest(".field");
      box.hidden = Boolean(box.dataset.empty) || (name !== "office" && !isTour);
    }
  }

  body() {
    const body = super.body();
    body.append("written", this.copy.takenAt);
    return body;
  }

  // For the list: whose it is, once that is written.
  async about(copy, key) {
    const said = copy.said ? await unsealWords(key, copy.id, "said", copy.said) : {};
    const [name] = Object.entries(said).find(([field, [value]]) => field.startsWith("you.") && field.endsWith("-name") && value)?.[1] ?? [];
    const { away } = this;
    const times = { at: away.when(copy.takenAt), until: away.when(copy.until) };
    return { title: name ? away.filled("new_of", { name }) : this.words.new, about: away.filled("written", times) };
  }
}

globalThis.awayForm = { FormSheet };
