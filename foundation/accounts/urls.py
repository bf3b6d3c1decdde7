"""What stands beside the admin, for people who cannot sign in yet."""

from django.urls import path

from foundation.accounts import views

urlpatterns = [path("<uidb64>/<token>/", views.WelcomeView.as_view(), name="staff_welcome")]
