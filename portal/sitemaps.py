"""sitemap.xml: the pages in the languages in which they are written, and the routes that are worth finding."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.models import Page

from laws.models import Topic
from stations.models import Problem, Station


class PageSitemap(Sitemap):
    limit = 5000

    def items(self):
        # Aliases show another language's text; their canonical address is that page's.
        return Page.objects.live().public().filter(alias_of__isnull=True, depth__gt=1).order_by("path")

    def location(self, page):
        return page.url

    def lastmod(self, page):
        return page.last_published_at


class RouteSitemap(Sitemap):
    i18n = True
    alternates = True

    def items(self):
        return ["stations:list", "stations:hotlines", "laws:statutes", "laws:glossary"]

    def location(self, route):
        return reverse(route)


class StationSitemap(Sitemap):
    i18n = True
    alternates = True

    def items(self):
        return list(Station.objects.open_to_public().order_by("code"))

    def location(self, station):
        return reverse("stations:detail", kwargs={"code": station.code})

    def lastmod(self, item):
        station = item[0] if isinstance(item, tuple) else item
        return station.verified_on


class ProblemSitemap(Sitemap):
    i18n = True
    alternates = True

    def items(self):
        return list(Problem.objects.active())


class TopicSitemap(Sitemap):
    i18n = True
    alternates = True

    def items(self):
        return list(Topic.objects.active().order_by("code"))

    def location(self, topic):
        return reverse("topics:detail", kwargs={"code": topic.code})


SITEMAPS = {
    "pages": PageSitemap,
    "routes": RouteSitemap,
    "stations": StationSitemap,
    "problems": ProblemSitemap,
    "topics": TopicSitemap,
}
