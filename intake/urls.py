from django.urls import path

from intake import views
from intake.views import mine, pieces

app_name = "intake"
urlpatterns = [
    path("apply/", views.start, name="start"),
    path("apply/resume/", views.resume, name="resume"),
    path("apply/saved/", views.saved, name="saved"),
    path("apply/check/", views.check, name="check"),
    path("apply/submitted/", views.submitted, name="submitted"),
    path("apply/papers/pieces/", pieces.of_draft, name="pieces"),
    path("apply/papers/<int:number>/", views.paper, name="paper"),
    path("apply/call-back/", views.call_back, name="call_back"),
    path("apply/call-back/asked/", views.call_back_asked, name="call_back_asked"),
    path("apply/authority/", views.authority, name="authority"),
    path("apply/roster.xlsx", views.roster_sheet, name="roster_sheet"),
    path("apply/joined/", views.joined, name="joined"),
    path("apply/join/phone/", views.prove_phone, name="join_prove"),
    path("apply/join/<str:code>/", views.join, name="join"),
    path("apply/<slug:slug>/", views.step, name="step"),
    path("stations/<slug:code>/wrong/", views.wrong, name="wrong"),
    path("track/", mine.track, name="track"),
    path("track/status/", mine.status, name="status"),
    path("track/lost/", mine.lost, name="lost"),
    path("track/prove/", mine.prove, name="prove"),
    path("track/close/", mine.close, name="close"),
    path("track/papers/pieces/", pieces.of_application, name="own_pieces"),
    path("track/papers/", mine.add_papers, name="add_papers"),
    path("track/papers/<uuid:pk>/", mine.paper, name="own_paper"),
    path("track/letters/<int:pk>/", mine.letter, name="own_letter"),
    path("track/answers/", mine.answers, name="answers"),
    path("track/answers/<slug:slug>/", mine.correct, name="correct"),
    path("track/ask/<slug:kind>/", mine.ask, name="ask"),
    path("track/first-aid/", mine.ask_first_aid, name="ask_first_aid"),
    path("track/again/", mine.again, name="again"),
    path("track/copy/", mine.copy, name="copy"),
    path("track/print/<slug:paper>/", views.printed, name="print"),
    path("track/withdraw/", mine.withdraw, name="withdraw"),
    path("track/undo/", mine.undo, name="undo"),
]
