"""Somebody without a mouse: Tab, Enter, Space and the arrows, and always sees where the focus is."""

from itertools import pairwise

from playwright.sync_api import expect

from tests.e2e.applicant import Applicant

# What has the focus, as somebody at the keyboard meets it. The ring may be drawn around the frame of a box.
FOCUS = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const ring = e => { const s = getComputedStyle(e); return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2; };
    const place = element.getBoundingClientRect();
    const x = place.left + Math.min(place.width, innerWidth) / 2, y = place.top + place.height / 2;
    return {
        name: (element.ariaLabel || element.labels?.[0]?.innerText || element.innerText || "").replaceAll("\\n", "").trim(),
        type: element.type || "",
        group: element.name || "",
        ring: [element, element.parentElement, element.closest(".choice")].some(e => e && ring(e)),
        seen: y >= 0 && y <= innerHeight && !document.elementFromPoint(x, y)?.closest(".leave, .action-bar")
            || !!element.closest(".leave, .action-bar"),
    };
}"""


class KeyboardApplicant(Applicant):
    """The same answers as any applicant's, given by keys alone."""

    def focus(self):
        return self.page.evaluate(FOCUS)

    def tab(self):
        self.page.keyboard.press("Tab")
        focus = self.focus()
        assert focus is None or (focus["ring"] and focus["seen"]), f"the focus is not to be seen: {focus}"
        return focus

    def tab_to(self, name, type=""):
        """Go forward to what begins with these words. From the end the way leads round to the beginning."""
        met = []
        for _key in range(120):
            focus = self.tab()
            if focus and focus["name"].startswith(name) and focus["type"].startswith(type):
                return focus
            met.append(focus and focus["name"])
        raise AssertionError(f"no way to {name!r} by Tab, only to {list(dict.fromkeys(met))}")

    def enter(self):
        """Enter, and the page that it leads to."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.is_sound()

    def is_sound(self):
        """A page that can be found one's way about in by ear."""
        page = self.page
        for landmark in ("banner", "main", "contentinfo"):
            expect(page.get_by_role(landmark)).to_have_count(1)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        levels = (
            page.get_by_role("main")
            .locator("h1, h2, h3, h4")
            .evaluate_all("all => all.map(h => +h.tagName[1])")
        )
        deeper = [level for before, level in pairwise(levels) if level > before + 1]
        assert not deeper, f"headings of {page.url} leave a level out: {levels}"

    # --- what an applicant does, by keys ---------------------------------------------------------------
    def press(self, words):
        self.tab_to(words, "submit")
        self.enter()

    def tick(self, words):
        self.tab_to(words, "checkbox")
        self.page.keyboard.press("Space")

    def choose(self, words):
        """Tab leads to the group, Space or the arrows to the answer in it."""
        wanted = self.page.get_by_role("radio", name=words)
        group = wanted.get_attribute("name")
        for _key in range(120):
            focus = self.tab()
            if focus and focus["type"] == "radio" and focus["group"] == group:
                break
        self.page.keyboard.press("Space")
        while not self.focus()["name"].startswith(words):
            self.page.keyboard.press("ArrowDown")
        expect(wanted).to_be_checked()

    def say(self, label, words):
        self.tab_to(label)
        self.page.keyboard.type(words)

    def date(self, label, *parts):
        for part, words in zip("年月日", parts, strict=False):
            self.tab_to(f"{label} {part}")
            self.page.keyboard.type(str(words))

    def _contact(self):
        self.tick("可以打电话")

    def _papers(self):
        """Choosing a file is the window of the browser, not a page of ours."""
