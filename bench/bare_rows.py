"""The peer of a submission: one Django view that inserts BENCH_ROWS rows in one transaction, and nothing else."""

import os

import environ
from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.configure(
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    DATABASES={
        "default": {**environ.Env().db("DATABASE_URL"), "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    },
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
)
application = get_wsgi_application()

from django.db import models, transaction
from django.http import HttpResponse
from django.urls import path

ROWS = int(os.environ.get("BENCH_ROWS", "1"))


class Row(models.Model):
    kind = models.CharField(max_length=20)
    body = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.kind

    class Meta:
        app_label = "bench"
        managed = False


def insert(request):
    if request.method == "POST":
        with transaction.atomic():
            for number in range(ROWS):
                Row.objects.create(kind=str(number), body="法" * 100)
    return HttpResponse("ok")


urlpatterns = [path("", insert)]
