// <page-tools>: print and share. Without JavaScript the browser's own menu does both, and nothing is drawn.
const SPRITE = new URL("../icons/sprite.svg", import.meta.url);

class PageTools extends HTMLElement {
  connectedCallback() {
    if (this.childElementCount) return;
    this.add("printer", this.dataset.print, () => window.print());
    if (this.dataset.share) this.add("share-2", this.dataset.share, (button) => this.share(button));
  }

  add(icon, label, act) {
    const button = document.createElement("button");
    button.type = "button";
    const use = document.querySelector(`.icon use[href*="sprite"]`)?.getAttribute("href")?.split("#")[0] ?? SPRITE.href;
    button.innerHTML = `<svg class="icon" aria-hidden="true"><use href="${use}#${icon}"></use></svg><span aria-live="polite"></span>`;
    button.querySelector("span").textContent = label;
    button.addEventListener("click", () => act(button));
    this.append(button);
  }

  async share(button) {
    const here = { title: document.title, url: location.href };
    try {
      if (navigator.share) return await navigator.share(here);
      await navigator.clipboard.writeText(here.url);
      button.querySelector("span").textContent = this.dataset.copied;
    } catch {
      // Cancelled by the visitor, or not allowed here: nothing to say.
    }
  }
}
customElements.define("page-tools", PageTools);
