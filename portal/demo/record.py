"""What is noted beside the acts of a sample: that a decision was served, a word among colleagues."""

from django.utils import timezone

from aid.services import note, serve


def served(application, at, clerk):
    serve.serve(
        application,
        served_on=timezone.localdate(at),
        how="mail",
        to="self",
        proof="slip",
        proof_note="邮政挂号 XA0000000036",
        actor=clerk,
        at=at,
    )


def noted(application, at, clerk):
    note.note(application, text="他说工头明天来，先别往工地打电话。", actor=clerk, at=at)
