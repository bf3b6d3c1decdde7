// While an officer types a phone or an ID number: whoever gave it before, said in the bar. Without JavaScript the bar
// says it on the next page.
class DeskTwins extends HTMLElement {
  connectedCallback() {
    this.form = document.querySelector("form:has([name=phone], [name=id_number])");
    this.form?.addEventListener("change", this);
  }

  disconnectedCallback() {
    this.form?.removeEventListener("change", this);
  }

  async handleEvent(event) {
    if (!["phone", "id_number"].includes(event.target.name)) return;
    const body = new FormData();
    for (const name of ["phone", "id_number", "csrfmiddlewaretoken"]) body.set(name, this.form.elements[name]?.value ?? "");
    try {
      const answer = await fetch(this.dataset.url, { method: "POST", body });
      if (answer.ok && !answer.redirected) this.innerHTML = await answer.text();
    } catch {
      // The line is down: the next page says it.
    }
  }
}
customElements.define("desk-twins", DeskTwins);
