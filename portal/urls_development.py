"""The site's addresses and, on a developer's machine only, the page that shows the shared components."""

from django.urls import path

from portal import patterns
from portal.urls import *

urlpatterns = [path("patterns/", patterns.show, name="patterns"), *urlpatterns]
