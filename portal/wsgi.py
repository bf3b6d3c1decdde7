import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from portal import process
from portal.whole_body import WholeBody

process.kind = "web"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
application = WholeBody(get_wsgi_application())
# Every view and template tag is imported now, not by the first visitor.
get_resolver().url_patterns  # noqa: B018
