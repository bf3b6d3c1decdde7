from django.urls import path

from laws import views

app_name = "laws"
urlpatterns = [
    path("statutes/", views.statutes, name="statutes"),
    path("statutes/<slug:code>/", views.statute, name="statute"),
    path("statutes/<slug:code>/<str:number>/", views.article, name="article"),
    path("glossary/", views.glossary, name="glossary"),
]
