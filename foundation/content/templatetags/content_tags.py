"""Presentation helpers for every template: icons, links that keep their thread, dates and money as people say them."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from wagtail.models import Page

from foundation.content import languages, navigation
from foundation.content.kept import kept
from foundation.content.traditional import html_to_traditional

register = template.Library()

TOPIC_CODE = re.compile(r"[a-z][a-z0-9_]{0,30}(\.[a-z0-9_]{1,30})?")
REGION_CODE = re.compile(r"[1-9]\d{5}")
WEEKDAYS = "一二三四五六日"
HAN = re.compile(r"[\u3400-\u9fff]")
_CHINESE = format_html(' lang="{}"', languages.tag(settings.LANGUAGE_CODE))


@lru_cache(maxsize=1)
def icon_names():
    """The icons of our sprite. An unknown name draws nothing, so that an editor's slip costs no page."""
    return frozenset((settings.BASE_DIR / "static" / "icons" / "names.txt").read_text().split())


@register.simple_tag
def icon(name, classname="", label=""):
    """{% icon "phone" %}: a line icon beside words; with label= it speaks for itself."""
    return _drawing(name, classname, str(label)) if name in icon_names() else ""


@lru_cache(maxsize=500)
def _drawing(name, classname, label):
    href = f"{static('icons/sprite.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon {}" role="img" aria-label="{}"><use href="{}"></use></svg>',
            classname,
            label,
            href,
        )
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>',
        classname,
        href,
    )


def thread_of(context):
    """What the visitor's way has told so far: codes from the page, else from the address. No personal data.

    `region` is a place the visitor chose, never the one that a page is about. A page whose address uses the name
    for something else says so: {"region": ""}.
    """
    request = context.get("request")
    asked = request.GET if request else {}
    thread = context.get("thread") or {}
    known = {name: thread.get(name, asked.get(name, "")) for name in ("topic", "region")}
    return {
        "topic": known["topic"] if TOPIC_CODE.fullmatch(str(known["topic"])) else "",
        "region": known["region"] if REGION_CODE.fullmatch(str(known["region"])) else "",
    }


@register.simple_tag(takes_context=True)
def thread_url(context, viewname, *args, topic=None, region=None, **kwargs):
    """{% thread_url "intake:start" topic="wages" %}: the address, carrying topic and region along.

    Without topic= or region= they come from the page's `thread`, then from the current address;
    topic="" drops it. Further keyword arguments belong to the route.
    """
    return _with_thread(context, reverse(viewname, args=args, kwargs=kwargs), topic, region)


@register.simple_tag(takes_context=True)
def thread_page_url(context, page, topic=None, region=None):
    """The same for a Wagtail page."""
    address = page.get_url(context.get("request")) if page else ""
    return _with_thread(context, address, topic, region) if address else ""


def _with_thread(context, address, topic, region):
    known = thread_of(context)
    codes = {
        "topic": known["topic"] if topic is None else topic,
        "region": known["region"] if region is None else region,
    }
    query = urlencode({name: code for name, code in codes.items() if code})
    return f"{address}?{query}" if query else address


@register.simple_tag(takes_context=True)
def here(context, url):
    """The value of aria-current for a link of the menu."""
    return navigation.here(context["request"].path, url) if "request" in context else ""


@register.simple_tag
def piece(template_name, **things):
    """{% piece "cases_showcase/components/row.html" case=case %}: an include that is rendered once and kept.

    For what looks the same wherever it stands: it sees its `things` and the language, nothing of the visitor.
    """
    return _piece(template_name, *things.items())


@kept
def _piece(template_name, *things):
    return render_to_string(template_name, dict(things))


@register.simple_tag(takes_context=True)
def is_untranslated(context):
    """Whether the page is shown in the source language because nobody has translated it."""
    return languages.main_language(_page(context)) != get_language()


@register.simple_tag(takes_context=True)
def lang_of_body(context):
    """lang of a page's long text: Chinese where the page, or this text alone, is not translated."""
    chinese = context.get("body_language") or is_untranslated(context)
    return _CHINESE if chinese and not _reads_chinese() else ""


@register.tag
def traditional(parser, token):
    """{% traditional except_in="intake" %}…{% endtraditional %}: in traditional characters for readers of zh-hant.

    Not in the routes of the namespace named: on its pages the words, and the names, are the visitor's own.
    """
    _name, *words = token.split_contents()
    options = template.base.token_kwargs(words, parser)
    content = parser.parse(["endtraditional"])
    parser.delete_first_token()
    return TraditionalNode(content, options.get("except_in"))


class TraditionalNode(template.Node):
    def __init__(self, nodelist, namespace):
        self.nodelist, self.namespace = nodelist, namespace

    def render(self, context):
        html = self.nodelist.render(context)
        if get_language() != "zh-hant":
            return html
        match = getattr(context.get("request"), "resolver_match", None)
        own_words = self.namespace and match and self.namespace.resolve(context) in match.namespaces
        return html if own_words else mark_safe(html_to_traditional(html))  # noqa: S308 - rendered above


@register.simple_tag
def lang_of(text):
    """<b{% lang_of station.name %}>: says that the words inside are Chinese, on a page that speaks another language.

    Names, places and whatever nobody has translated yet stay Chinese; a screen reader changes its voice for them.
    """
    return _CHINESE if text and not _reads_chinese() and HAN.search(str(text)) else ""


@register.filter
def chinese(text):
    """The same for words within a sentence: {{ host|chinese }}."""
    return format_html("<span{}>{}</span>", mark, text) if (mark := lang_of(text)) else text


@register.filter
def place(region, style=""):
    """江西省赣州市章贡区, elsewhere with how it sounds: 江西省赣州市章贡区 (Zhanggong). style "short": 章贡区 alone."""
    if not region:
        return ""
    said = chinese(region.name if style == "short" else region.full_name or region.name)
    return said if _reads_chinese() or not region.latin else format_html("{} ({})", said, region.latin)


@register.simple_tag(takes_context=True)
def page_languages(context):
    request = context.get("request")
    return languages.versions(request, _page(context)) if request else []


@register.simple_tag(takes_context=True)
def breadcrumbs(context):
    """[(title, url)] between the home page and this one; views may pass their own `crumbs`. None: no trail."""
    if context.get("crumbs") is not None:
        return context["crumbs"]
    page = _page(context)
    if page is None or not page.depth or page.depth < 3:
        return None  # the home page, or a view that says nothing
    above = getattr(page, "trail", None)
    if above is None:
        above = page.get_ancestors().filter(depth__gt=2).live()
    return [(p.title, p.get_url(context.get("request"))) for p in above]


def _page(context):
    page = context.get("page")
    return page if isinstance(page, Page) else None


@register.filter
def chinese_date(value, style=""):
    """12月3日（周四）; with the year when it is not this one. style: "short" without weekday, "full" with year."""
    if not value:
        return ""
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    if not isinstance(day, date):
        return value
    with_year = style == "full" or day.year != timezone.localdate().year or not _reads_chinese()
    return day_in_words(day, with_year=with_year, with_weekday=style not in {"short", "full"})


def _reads_chinese():
    return get_language() in {"zh-hans", "zh-hant"}


def day_in_words(day, *, with_year=False, with_weekday=True):
    """12月3日（周四）, in English Thu 3 Dec."""
    if not _reads_chinese():
        return date_format(day, f"{'D ' if with_weekday else ''}j M{' Y' if with_year else ''}")
    text = f"{day.year}年" if with_year else ""
    text += f"{day.month}月{day.day}日"
    return f"{text}（{weekday(day)}）" if with_weekday else text


@register.filter
def chinese_month(value, style=""):
    """2026年11月; style "short": 11月."""
    if not value:
        return ""
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    if not _reads_chinese():
        return date_format(day, "M" if style == "short" else "M Y")
    return f"{day.month}月" if style == "short" else f"{day.year}年{day.month}月"


@register.filter
def weekday(value):
    """周四."""
    if not value:
        return ""
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    if not _reads_chinese():
        return date_format(day, "D")
    return f"{'週' if get_language() == 'zh-hant' else '周'}{WEEKDAYS[day.weekday()]}"


@register.filter
def money(value):
    """12,000 元; from 100,000 on in 万: 86.4 万元."""
    try:
        amount = Decimal(str(value))
    except (InvalidOperation, TypeError, ValueError):
        return ""
    if not amount.is_finite():
        return ""
    if abs(amount) >= 100_000 and amount % 1000 == 0 and get_language() != "en":
        return _("%(amount)s 万元") % {"amount": f"{(amount / 10_000).normalize():,f}"}
    digits = f"{amount:,.2f}".removesuffix(".00")
    return pgettext("money", "%(amount)s 元") % {"amount": digits}


@register.filter
def listed(words):
    """合同、欠条: a row of words with the mark that the language puts between them."""
    return pgettext("list", "、").join(str(word) for word in words)


@register.filter
def marked(text):
    """An editor's one-liner: **words** become bold, 12348 can be tapped. Everything else is escaped."""
    safe = conditional_escape(text or "")
    safe = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", safe)
    return mark_safe(re.sub(r"\b(12348|12333)\b", r'<a href="tel:\1">\1</a>', safe))  # noqa: S308 - escaped above


@register.filter
def tel(number):
    """The digits of a phone number for a tel: link."""
    return re.sub(r"[^\d+*#]", "", str(number or ""))
