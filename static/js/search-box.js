// <search-box>: questions to choose from while one types, below a form that works without. A listbox in the pattern
// of an editable combobox: arrows walk, Enter takes, Escape closes; the box keeps the focus.
const WAIT = 180;
let boxes = 0;

class SearchBox extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=search]");
    if (!this.input || this.list) return;
    this.list = document.createElement("ul");
    Object.assign(this.list, { id: `suggested-${++boxes}`, className: "suggested", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.dataset.label);
    this.status = document.createElement("p");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    this.append(this.list, this.status);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id })) this.input.setAttribute(name, value);
    this.input.addEventListener("input", (event) => event.isComposing || this.soon());
    this.input.addEventListener("compositionend", () => this.soon());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    // Before the box loses the focus.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.take(event.target.closest("li")));
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    this.asking?.abort();
    const typed = this.input.value.trim();
    if (!typed) return this.close();
    this.asking = new AbortController();
    try {
      const answer = await fetch(`${this.dataset.suggest}?${new URLSearchParams({ q: typed.slice(0, 40) })}`, { headers: { Accept: "application/json" }, signal: this.asking.signal });
      if (answer.ok) this.show((await answer.json()).suggestions);
    } catch {
      this.close(); // Typed on, or no line: the form works as it is.
    }
  }

  show(questions) {
    if (document.activeElement !== this.input || !questions.length) return this.close();
    this.list.replaceChildren(...questions.map((question, at) => {
      const row = document.createElement("li");
      Object.assign(row, { id: `${this.list.id}-${at}`, textContent: question });
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      return row;
    }));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = `${this.dataset.some} (${questions.length})`;
  }

  close() {
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = "";
  }

  key(event) {
    if (event.isComposing || this.list.hidden) return;
    const rows = [...this.list.children];
    const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
    if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.mark(rows, at < 0 && step < 0 ? rows.length - 1 : (at + step + rows.length) % rows.length);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      this.take(rows[at]);
    }
  }

  mark(rows, at) {
    rows.forEach((row, place) => row.setAttribute("aria-selected", String(place === at)));
    rows[at].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", rows[at].id);
  }

  take(row) {
    if (!row) return;
    this.input.value = row.textContent;
    this.close();
    this.input.form.requestSubmit();
  }
}
customElements.define("search-box", SearchBox);
