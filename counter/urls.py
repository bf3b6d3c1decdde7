from django.urls import path

from counter import files, prints, views, viewsets

app_name = "applications"
urlpatterns = [
    path("", viewsets.QueueView.as_view(), name="index"),
    path("search/", viewsets.SearchView.as_view(), name="search"),
    path("<int:pk>/", views.CaseView.as_view(), name="inspect"),
    path("<int:pk>/do/<slug:action>/", views.ActView.as_view(), name="act"),
    path("<int:pk>/reveal/", views.RevealView.as_view(), name="reveal"),
    path("<int:pk>/print/<slug:paper>/", prints.PaperView.as_view(), name="print"),
    path("<int:pk>/decision/", prints.DecisionView.as_view(), name="decision"),
    path("papers/<uuid:pk>/preview/", files.PreviewView.as_view(), name="preview"),
    path("papers/<uuid:pk>/original/", files.OriginalView.as_view(), name="original"),
]
