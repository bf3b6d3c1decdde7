"""What the rules about applying say on the pages of every app."""

from django import template

from aid import local, sla
from foundation.content.templatetags.content_tags import thread_of

register = template.Library()


@register.inclusion_tag("components/local_rules.html", takes_context=True)
def local_rules(context, region="", asks_whom=True):
    """Whose income the visitor's place does not check beyond the law; who to ask where the place is not known.

    `region`: the code of the place where it is known better than by their way here. `asks_whom`: False where nothing
    has been said of the law.
    """
    code = region or thread_of(context)["region"]
    return {
        "rules": local.widened(code, sla.today_in_shanghai()) if code else [],
        "asks_whom": asks_whom,
        "furniture": context.get("furniture"),
    }
