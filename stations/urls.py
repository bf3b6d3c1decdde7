from django.urls import path

from stations import views, views_tours

app_name = "stations"
urlpatterns = [
    path("", views.find, name="list"),
    path("hotlines/", views.hotlines, name="hotlines"),
    path("tours/<str:code>.ics", views_tours.of_region, name="region_calendar"),
    path("<slug:code>/visits.ics", views_tours.of_station, name="station_calendar"),
    path("<slug:code>/", views.detail, name="detail"),
]
