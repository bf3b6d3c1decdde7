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
