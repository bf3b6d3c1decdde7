// <station-map>: on a tap, the stations of the list over map pictures. The plan beneath it stays the map of everybody
// else. Marks and rows share the focus: a mark shows its row, a row its mark; Escape gives the page back.
const load = (tag, attributes) =>
  new Promise((done, failed) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.addEventListener("load", done);
    element.addEventListener("error", failed);
    document.head.append(element);
  });

class StationMap extends HTMLElement {
  connectedCallback() {
    [this.opener, this.closer, this.hint, this.status, this.box] = this.querySelectorAll(
      "[data-open], [data-close], [data-hint], [role=status], .live-map",
    );
    this.plan = this.closest("figure").querySelector(":scope > svg");
    this.opener.addEventListener("click", () => this.open());
    this.closer.addEventListener("click", () => this.close());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.map) this.close();
    });
    this.hidden = false;
  }

  async open() {
    this.say(this.dataset.loading);
    this.opener.disabled = true;
    try {
      await this.fetchLibrary();
      this.draw();
    } catch {
      this.opener.disabled = false;
      this.say(this.dataset.failed);
    }
  }

  async fetchLibrary() {
    if (window.L?.markerClusterGroup) return;
    const sheets = this.dataset.styles.split(" ").map((href) => load("link", { rel: "stylesheet", href }));
    // One after the other: the second builds on the first.
    const scripts = this.dataset.scripts.split(" ").reduce((before, src) => before.then(() => load("script", { src })), Promise.resolve());
    await Promise.all([scripts, ...sheets]);
  }

  draw() {
    const { dataset } = this;
    this.toggle(true);
    this.map = L.map(this.box, { zoomControl: false, scrollWheelZoom: false, maxZoom: Number(dataset.maxZoom) });
    this.map.attributionControl.setPrefix(false);
    L.control.zoom({ zoomInTitle: dataset.zoomIn, zoomOutTitle: dataset.zoomOut }).addTo(this.map);
    const credit = document.createElement("span");
    credit.textContent = `${dataset.credit} · ${dataset.approval}`;
    const pictures = L.tileLayer(dataset.tiles, {
      attribution: credit.innerHTML,
      maxZoom: Number(dataset.maxZoom),
    });
    pictures.once("tileerror", () => this.say(dataset.noPictures));
    pictures.addTo(this.map);
    this.marks = L.markerClusterGroup({
      showCoverageOnHover: false,
      maxClusterRadius: 46,
      animate: false,
      iconCreateFunction: (cluster) => this.clusterIcon(cluster.getChildCount()),
    });
    this.markOf = new Map(JSON.parse(dataset.points).map(([number, ...at]) => [number, this.mark(number, at)]));
    this.marks.addLayers([...this.markOf.values()]).addTo(this.map);
    this.map.fitBounds(this.marks.getBounds(), { padding: [34, 34], maxZoom: 15 });
    this.onRow = (event) => this.showMark(Number(event.target.closest?.(".station[id]")?.id.slice(1)));
    document.addEventListener("focusin", this.onRow);
    this.say(dataset.opened);
    this.box.focus({ preventScroll: true });
    this.scrollIntoView({ block: "nearest" });
  }

  mark(number, at) {
    const row = document.getElementById(`s${number}`);
    const words = [number, row.querySelector(".station__head a").textContent.trim(), row.querySelector(".tag").textContent.trim()];
    const icon = document.createElement("div");
    icon.append(row.querySelector(".pin").cloneNode(true), Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: words.join(" ") }));
    const mark = L.marker(at, { icon: L.divIcon({ html: icon, className: "live-map__pin", iconSize: [44, 44] }), riseOnHover: true });
    // What a screen reader hears of a mark is what stands in it; an icon is made anew whenever a cluster opens.
    mark.on("add", () => {
      const element = mark.getElement();
      element.addEventListener("focus", () => this.light(row));
      element.addEventListener("keydown", (event) => {
        if (["Enter", " "].includes(event.key)) {
          event.preventDefault();
          this.goTo(row);
        }
      });
    });
    mark.on("click", () => this.goTo(row));
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button live-map__show", textContent: this.dataset.show });
    button.append(Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: ` ${words[1]}` }));
    button.addEventListener("click", () => this.reach(mark, () => {
      this.box.scrollIntoView({ block: "nearest" });
      mark.getElement()?.focus({ preventScroll: true });
    }));
    row.querySelector(".station__do").append(button);
    return mark;
  }

  clusterIcon(count) {
    const words = Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: ` ${this.dataset.cluster}` });
    const icon = document.createElement("div");
    icon.append(this.dataset.several.replace("N", count), words);
    return L.divIcon({ html: icon, className: "live-map__cluster", iconSize: [64, 40] });
  }

  goTo(row) {
    this.light(row);
    row.focus();
    row.scrollIntoView({ block: "center" });
  }

  showMark(number) {
    const mark = this.markOf.get(number);
    if (!mark) return;
    this.light(document.getElementById(`s${number}`));
    this.reach(mark, () => this.map.panInside(mark.getLatLng(), { padding: [50, 50], animate: false }));
  }

  // Opens the cluster that holds it, if one does.
  reach(mark, then) {
    if (mark.getElement()?.isConnected) then();
    else this.marks.zoomToShowLayer(mark, then);
  }

  light(row) {
    const number = Number(row.id.slice(1));
    document.querySelectorAll(".station--on").forEach((other) => other.classList.remove("station--on"));
    row.classList.add("station--on");
    for (const [own, mark] of this.markOf) mark.getElement()?.classList.toggle("live-map__pin--on", own === number);
  }

  close() {
    document.removeEventListener("focusin", this.onRow);
    this.map.remove();
    this.map = undefined;
    const fresh = Object.assign(document.createElement("div"), { className: "live-map" });
    this.box.replaceWith(fresh);
    this.box = fresh;
    document.querySelectorAll(".live-map__show").forEach((button) => button.remove());
    document.querySelectorAll(".station--on").forEach((row) => row.classList.remove("station--on"));
    this.toggle(false);
    this.opener.disabled = false;
    this.say(this.dataset.closed);
    this.opener.focus();
  }

  toggle(isOpen) {
    this.plan.toggleAttribute("hidden", isOpen);
    this.closest("figure").querySelector("[data-of-plan]").hidden = isOpen;
    this.hint.hidden = this.opener.hidden = isOpen;
    this.closer.hidden = this.box.hidden = !isOpen;
    this.box.setAttribute("role", "region");
    this.box.setAttribute("aria-label", this.dataset.map);
  }

  say(words) {
    this.status.textContent = words;
  }
}
customElements.define("station-map", StationMap);
