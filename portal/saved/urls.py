from django.urls import path

from portal.saved import views

app_name = "saved"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("offline/", views.offline, name="offline"),
    path("<str:region>/stations/", views.stations, name="stations"),
    path("<str:region>/phones/", views.phones, name="phones"),
    path("<str:region>/explainers/<int:pk>/", views.explainer, name="explainer"),
    path("<str:region>/manifest.json", views.manifest, name="manifest"),
]
