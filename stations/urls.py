from django.urls import path

from stations import views

app_name = "stations"
urlpatterns = [
    path("", views.find, name="list"),
    path("hotlines/", views.hotlines, name="hotlines"),
    path("<slug:code>/", views.detail, name="detail"),
]
