from django.urls import path

from counter import call_backs, desk, erasure, files, prints, search, solo, views, views_group, viewsets

app_name = "applications"
urlpatterns = [
    path("", viewsets.QueueView.as_view(), name="index"),
    path("search/", search.SearchView.as_view(), name="search"),
    path("desk/", desk.DeskIndex.as_view(), name="desk"),
    path("desk/new/<slug:channel>/", desk.DeskNew.as_view(), name="desk_new"),
    path("desk/<int:pk>/", desk.DeskStart.as_view(), name="desk_start"),
    path("desk/<int:pk>/step/<slug:slug>/", desk.DeskPage.as_view(), name="desk_step"),
    path("desk/<int:pk>/papers/<int:number>/", desk.DeskPaper.as_view(), name="desk_paper"),
    path("desk/<int:pk>/pieces/", desk.DeskPieces.as_view(), name="desk_pieces"),
    path("desk/<int:pk>/check/", desk.DeskCheck.as_view(), name="desk_check"),
    path("desk/<int:pk>/drop/", desk.DeskDrop.as_view(), name="desk_drop"),
    path("desk/<int:pk>/twins/", desk.DeskTwins.as_view(), name="desk_twins"),
    path("desk/<int:pk>/sent/", desk.SentView.as_view(), name="desk_sent"),
    path("desk/<int:pk>/confirm/", desk.ConfirmView.as_view(), name="desk_confirm"),
    path("desk/<int:pk>/slip/", desk.SlipView.as_view(), name="desk_slip"),
    path("desk/<int:pk>/confirmation/", desk.ConfirmationPaperView.as_view(), name="desk_confirmation"),
    path("<int:pk>/", views.CaseView.as_view(), name="inspect"),
    path("<int:pk>/do/<slug:action>/", views.ActView.as_view(), name="act"),
    path("<int:pk>/roster/", views_group.RosterView.as_view(), name="roster"),
    path("<int:pk>/reveal/", views.RevealView.as_view(), name="reveal"),
    path("<int:pk>/print/<slug:paper>/", prints.PaperView.as_view(), name="print"),
    path("<int:pk>/decision/", prints.DecisionView.as_view(), name="decision"),
    path("call-backs/", call_backs.CallBacksView.as_view(), name="call_backs"),
    path("call-backs/<int:pk>/reveal/", call_backs.RevealView.as_view(), name="call_back_reveal"),
    path("call-backs/<int:pk>/<slug:outcome>/", call_backs.CalledView.as_view(), name="call_back_called"),
    path("<int:pk>/erasure/", erasure.AskView.as_view(), name="erasure_ask"),
    path("one-person/", solo.SoloView.as_view(), name="solo"),
    path("one-person/<int:pk>/end/", solo.SoloEndView.as_view(), name="solo_end"),
    path("erasures/", erasure.ErasuresView.as_view(), name="erasures"),
    path("erasures/<int:pk>/", erasure.OneView.as_view(), name="erasure"),
    path("erasures/<int:pk>/settle/", erasure.SettleView.as_view(), name="erasure_settle"),
    path("papers/<uuid:pk>/preview/", files.PreviewView.as_view(), name="preview"),
    path("papers/<uuid:pk>/original/", files.OriginalView.as_view(), name="original"),
]
