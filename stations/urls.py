from django.urls import path

from stations import views, views_phones, views_tours

app_name = "stations"
urlpatterns = [
    path("", views.find, name="list"),
    path("hotlines/", views_phones.hotlines, name="hotlines"),
    path("hotlines/<slug:code>/", views_phones.problem, name="problem"),
    path("tours/<str:code>.ics", views_tours.of_region, name="region_calendar"),
    path("<slug:code>/visits.ics", views_tours.of_station, name="station_calendar"),
    path("<slug:code>/", views.detail, name="detail"),
]
