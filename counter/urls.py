from django.urls import path

from counter import call_backs, files, prints, views, viewsets

app_name = "applications"
urlpatterns = [
    path("", viewsets.QueueView.as_view(), name="index"),
    path("search/", viewsets.SearchView.as_view(), name="search"),
    path("<int:pk>/", views.CaseView.as_view(), name="inspect"),
    path("<int:pk>/do/<slug:action>/", views.ActView.as_view(), name="act"),
    path("<int:pk>/reveal/", views.RevealView.as_view(), name="reveal"),
    path("<int:pk>/print/<slug:paper>/", prints.PaperView.as_view(), name="print"),
    path("<int:pk>/decision/", prints.DecisionView.as_view(), name="decision"),
    path("call-backs/", call_backs.CallBacksView.as_view(), name="call_backs"),
    path("call-backs/<int:pk>/reveal/", call_backs.RevealView.as_view(), name="call_back_reveal"),
    path("call-backs/<int:pk>/<slug:outcome>/", call_backs.CalledView.as_view(), name="call_back_called"),
    path("papers/<uuid:pk>/preview/", files.PreviewView.as_view(), name="preview"),
    path("papers/<uuid:pk>/original/", files.OriginalView.as_view(), name="original"),
]
