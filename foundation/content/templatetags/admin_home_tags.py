from django import template

register = template.Library()


@register.filter
def page_heading(panels):
    """What the first panel of the home page that knows it says of the state of things; "" when none does."""
    return next((said for panel in panels if (said := getattr(panel, "page_heading", ""))), "")
