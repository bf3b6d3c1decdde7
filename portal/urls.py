"""Every address of the site. Public routes carry their language; pages are the last to be asked."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.decorators.cache import cache_page
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal import health, views, views_topics
from portal.errors import page_not_found, permission_denied
from portal.limits import limited
from portal.saved import views as saved
from portal.sitemaps import SITEMAPS
from stations.api import views as open_data

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("display", views.display, name="display"),
    path("leave", views.leave, name="leave"),
    path("robots.txt", views.robots_txt, name="robots_txt"),
    path("sitemap.xml", cache_page(3600)(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("worker.js", saved.worker, name="worker"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("media/images/<path:path>", views.image, name="image"),
    path("api/stations", limited(open_data.stations, "data"), name="api_stations"),
    path("api/openapi.json", open_data.description, name="api_openapi"),
    path("admin/", include("foundation.accounts.urls")),
    # Wagtail's own test page: an error 500 at the wish of anybody who is signed in.
    path("admin/failwhale/", page_not_found, {"exception": None}),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", RedirectView.as_view(url="/zh-hans/"), name="front"),
]

urlpatterns += i18n_patterns(
    path("site-map/", views.site_map, name="site_map"),
    path("search/", include("search.urls")),
    path("laws/", include("laws.urls")),
    path("topics/", include(([path("<str:code>/", views_topics.detail, name="detail")], "topics"))),
    path("", include("intake.urls")),
    path("", include("campaigns.urls")),
    path("stations/", include("stations.urls")),
    path("saved/", include("portal.saved.urls")),
    # Wagtail's own door to private pages: a second place to try the passwords of staff, whom no public page knows.
    path("_util/login/", permission_denied),
    path("", include(wagtail_urls)),
)

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.page_not_found"
handler500 = "portal.errors.server_error"
