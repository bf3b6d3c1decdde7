"""A developer's machine: reload, debug pages, no HTTPS. Started by `make dev`."""

import os

os.environ.setdefault("HTTPS", "false")
os.environ.setdefault("LOG_HUMAN", "true")
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost")
os.environ.setdefault("SITE_URL", "http://127.0.0.1:8000")

from portal.settings.production import *

DEBUG = True
ROOT_URLCONF = "portal.urls_development"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHE_MIDDLEWARE_SECONDS = 0
