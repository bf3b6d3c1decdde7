"""Words of the phone map that editors keep: translated where the catalogues know them, with room for one's own facts."""

import re

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foundation.content.templatetags.content_tags import chinese, lang_of

register = template.Library()

_BLANK = re.compile("_{2,}")


@register.filter
def translated(text):
    """A row's text as the catalogues know it, else as it was written, marked as Chinese."""
    return chinese(_(text)) if text else ""


@register.filter
def with_blanks(text):
    """我在____干活: the blanks drawn as lines to write on, and read out as 空着."""
    blank = format_html('<span class="blank"><span class="visually-hidden">{}</span></span>', _("（空着）"))
    return mark_safe(_BLANK.sub(str(blank), str(conditional_escape(text))))  # noqa: S308 - escaped here


@register.simple_tag
def meaning_of(text):
    """What a sentence to read out means, for readers of another language; "" where it is theirs or not translated."""
    said = _(text) if text else ""
    return "" if get_language().startswith("zh") or lang_of(said) else said
