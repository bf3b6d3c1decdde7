"""For templates of other rooms: what the search knows of their pages."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, pgettext

from foundation.content.templatetags.content_tags import chinese
from search import similar

register = template.Library()


@register.simple_tag
def similar_pages(page, *kinds):
    """{% similar_pages page "case" as others %}: documents with title and url; none while a page is a draft."""
    return similar.to_page(page, kinds) if page.pk and page.live else []


@register.simple_tag
def similar_matters(topic, *kinds):
    """{% similar_matters application.topic "case" "explainer" as others %}"""
    return similar.to_matter(topic, kinds)


@register.filter
def quoted(words):
    """“酒店”、“没工资”, each in its own language."""
    said = [format_html(gettext("“{}”"), chinese(word)) for word in words]
    return mark_safe(pgettext("list", "、").join(said))  # noqa: S308 - each is escaped


@register.simple_tag(takes_context=True)
def answer_card(context, answer):
    """The card of an answer: its template with its own values beside those of the page."""
    with context.push(**answer.values):
        return context.template.engine.get_template(answer.template).render(context)
