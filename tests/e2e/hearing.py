"""What axe hears on a page that somebody has to read with the ears, the keyboard or a thick finger."""

from axe_playwright_python.sync_playwright import Axe

# Off in axe by default, as it belongs to WCAG 2.2: no target smaller than 24 px, none half hidden by another.
TARGETS = {"rules": {"target-size": {"enabled": True}}}
TARGETS_ALONE = {"runOnly": {"type": "rule", "values": ["target-size"]}, **TARGETS}


def serious(page, within=None, options=None):
    """What is serious, one line a rule with the first places. The admin's own targets are Wagtail's affair."""
    return [
        f"{violation['id']} {[node['target'] for node in violation['nodes'][:3]]}"
        for violation in Axe().run(page, within, options).response["violations"]
        if violation["impact"] in {"serious", "critical"}
    ]


class Ear:
    """Listens to one page after the other; `found` holds what is serious."""

    def __init__(self, page):
        self.page, self.found, self.heard = page, [], 0

    def listen(self, state, within=None):
        self.heard += 1
        # A page that is still arriving has nothing to be heard.
        self.page.wait_for_load_state("load")
        self.page.locator(within or "main").first.wait_for()
        # A message that fades in is pale for a moment; what goes round for ever has no end to go to.
        self.page.evaluate(
            "document.getAnimations().forEach(one => { try { one.finish(); } catch { /* endless */ } })"
        )
        # A part of a page stands for one of the admin: its targets are Wagtail's.
        found = serious(self.page, within, None if within else TARGETS)
        self.found += [f"{state}: {line}" for line in found]
