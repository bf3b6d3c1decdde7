"""What the rooms below tell us."""

from casework import services


def open_case_on_grant(sender, *, application, event, **_kwargs):
    """A grant opens the case, in the same transaction."""
    if event.action == "grant":
        services.open_case(application, at=event.at)
