from django.urls import path

from search import views

app_name = "search"
urlpatterns = [
    path("", views.results, name="results"),
    path("clicks/", views.clicked, name="clicked"),
    path("suggest/", views.suggestions, name="suggest"),
]
