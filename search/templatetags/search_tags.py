"""For templates of other rooms: what the search knows of their pages."""

from django import template

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


@register.simple_tag(takes_context=True)
def answer_card(context, answer):
    """The card of an answer: its template with its own values beside those of the page."""
    with context.push(**answer.values):
        return context.template.engine.get_template(answer.template).render(context)
