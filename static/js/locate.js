// <locate-me>: asks the phone where it is, when tapped, and posts a rounded position. Nothing is kept.
// Without JavaScript, or without a position, the element stays hidden and the place is typed.
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

  send(coords) {
    this.form.elements.lat.value = coords.latitude.toFixed(3);
    this.form.elements.lng.value = coords.longitude.toFixed(3);
    this.form.submit();
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
