"""How templates show what somebody wrote."""

from django import template

from foundation.vault.hiding import hide_numbers

register = template.Library()


@register.filter
def hidden(text, shown=False):
    """`text` without the numbers that name a person, until they were asked for: `{{ note|hidden:shows_text }}`."""
    return text if shown or not text else hide_numbers(str(text))
