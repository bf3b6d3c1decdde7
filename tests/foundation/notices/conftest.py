import pytest
from django.db import connection, connections
from procrastinate.contrib.django import app

from foundation.notices import services
from foundation.notices.models import Message

TABLES = "procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs, procrastinate_workers"


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """The database without a test's transaction around it, for several connections at once.

    Cleans up what these tests write, and nothing else: a transaction test would empty every table and take
    Wagtail's root page with it.
    """
    with django_db_blocker.unblock():
        _empty()  # whoever committed before may have left jobs
        yield
        _empty()
        connections.close_all()


def _empty():
    Message.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {TABLES}")


def work():
    """Run what is waiting, as `manage.py procrastinate worker --one-shot` does."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        worker_app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def queue(key="aid.received:1", **changes):
    values = {"channel": "sms", "to": "13900005550", "template": "received"}
    return services.queue(key=key, **{**values, "context": {"reference": "FY-2611-8Q4K-7"}, **changes})


class FakeAdapter:
    """Takes what it is given, or raises what it is told to."""

    def __init__(self):
        self.sent = []
        self.errors = []

    def send(self, message):
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append(message.key)
        return f"g-{len(self.sent)}"


@pytest.fixture
def adapter(monkeypatch):
    fake = FakeAdapter()
    monkeypatch.setattr("foundation.notices.adapters.for_channel", lambda channel: fake)
    return fake
