// <locate-me>: asks the phone where it is, when tapped, and posts a rounded position. Nothing is kept.
// Without JavaScript, or without a position, the element stays hidden and the place is typed.
// The answer takes the place of the list on the same page, so that “back” from a station leads to a page that a browser
// may show again; a page that was posted it would ask to post once more.
const isOfPosition = (form) => form.elements.lat && form.elements.lng;

const post = async (form, button) => {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form, button) });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = document.importNode(page.querySelector("main"), true);
  document.querySelector("main").replaceWith(main);
  const list = main.querySelector("[role=status]:not(:empty)") ?? main.querySelector("h1");
  list.tabIndex = -1;
  list.focus();
};

class LocateMe extends HTMLElement {
  connectedCallback() {
    if (!navigator.geolocation || !window.isSecureContext) return;
    this.form = this.querySelector("form");
    this.button = this.querySelector("button");
    this.status = this.querySelector("[role=status]");
    this.hidden = false;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask();
    });
  }

  ask() {
    this.say(this.dataset.asking);
    this.button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      (position) => this.send(position.coords),
      () => this.fail(),
      { timeout: 10000, maximumAge: 300000, enableHighAccuracy: false },
    );
  }

  async send(coords) {
    this.form.elements.lat.value = coords.latitude.toFixed(3);
    this.form.elements.lng.value = coords.longitude.toFixed(3);
    try {
      await post(this.form);
    } catch {
      this.fail();
    }
  }

  fail() {
    this.button.disabled = false;
    this.say(this.dataset.failed);
  }

  say(text) {
    this.status.textContent = text;
  }
}
customElements.define("locate-me", LocateMe);

// 再看一些, after a position: its form is posted the same way.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !isOfPosition(event.target) || event.target.closest("locate-me")) return;
  event.preventDefault();
  post(event.target, event.submitter).catch(() => location.assign(event.target.action));
});
