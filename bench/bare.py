"""The peer: one Django view with no database, no template, no middleware of ours, 20 KB of body."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

BODY = "<!doctype html><title>bare</title>" + "<p>法援惠民</p>" * 1000

settings.configure(
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
)


def bare(request):
    return HttpResponse(BODY)


urlpatterns = [path("", bare)]
application = get_wsgi_application()
