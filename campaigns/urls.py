from django.urls import path

from campaigns import views

app_name = "campaigns"
urlpatterns = [path("events/<int:pk>.ics", views.calendar, name="calendar")]
