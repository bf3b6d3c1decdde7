// Starts what Wagtail would start by scripts in its pages: [data-start], in the page or added to it later.
const STARTED = new Set([
  "initDateChooser", "initTimeChooser", "initDateTimeChooser", "InlinePanel", "MultipleChooserPanel",
  "Chooser", "PageChooser", "ImageChooser", "DocumentChooser", "SnippetChooser",
]);

const start = (mark) => {
  const { start: name, id, options } = mark.dataset;
  if (!STARTED.has(name) || typeof window[name] !== "function") return;
  mark.removeAttribute("data-start"); // once
  const given = id === undefined ? [JSON.parse(options)] : [id, JSON.parse(options)];
  if (name.startsWith("init")) window[name](...given);
  else new window[name](...given);
};

const startAll = (root) => {
  if (root.matches?.("[data-start]")) start(root);
  root.querySelectorAll?.("[data-start]").forEach(start);
};

// What the translation editor of wagtail-localize looks for, and sets by a script in its page.
window.chooserUrls ??= {
  imageChooser: "/admin/images/chooser/",
  documentChooser: "/admin/documents/chooser/",
  pageChooser: "/admin/choose-page/",
};

const begin = () => {
  startAll(document);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) addedNodes.forEach(startAll);
  }).observe(document.body, { childList: true, subtree: true });
};

// After every other script of the page, which may stand behind this one.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
