"""What stands beside the admin for people who cannot sign in yet, and in place of pages of Wagtail's."""

from django.urls import path

from foundation.accounts import views
from foundation.accounts.backoffice import history, own

urlpatterns = [
    path("welcome/<uidb64>/<token>/", views.WelcomeView.as_view(), name="staff_welcome"),
    path("logout/", views.LogoutView.as_view(), name="own_logout"),
    path("account/", own.OwnAccountView.as_view(), name="own_account"),
    path("reports/site-history/", history.OwnHistoryView.as_view(), name="own_history"),
    path(
        "reports/site-history/results/",
        history.OwnHistoryView.as_view(results_only=True),
        name="own_history_results",
    ),
]
