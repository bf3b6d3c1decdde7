"""The scanner of papers: called by the worker after the commit, while nobody's application is held."""

import threading

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from aid import files, services
from aid.models import Application, Draft, Evidence
from aid.services import housekeeping
from tests.aid.factories import NOON, ApplicationFactory
from tests.aid.photos import checked_photo

TASK = "aid.tasks.examine"
asked = []  # what the scanners below were shown, and what they saw


@pytest.fixture(autouse=True)
def scanner(settings):
    asked.clear()

    def use(name):
        settings.AID_FILE_SCANNER = f"{__name__}.{name.__name__}" if name else ""

    use(find_nothing)
    return use


def find_nothing(content):
    asked.append(content.read())
    return ""


def find_harm(content):
    asked.append(content.read())
    return "harm"


def fail(content):
    asked.append(content.read())
    raise OSError


def lock_meanwhile(content):
    """As slow as it takes somebody else to lock every application, draft and paper."""
    asked.append(len(locked()))
    return ""


def locked():
    """What a second connection could lock at once, without waiting."""
    found = []

    def lock():
        try:
            with transaction.atomic():
                for model in (Application, Draft, Evidence):
                    found.extend(model.objects.select_for_update(of=("self",), nowait=True))
        except OperationalError:
            found.clear()
        finally:
            connection.close()

    other = threading.Thread(target=lock)
    other.start()
    other.join()
    return found


def jobs():
    return ProcrastinateJob.objects.filter(task_name=TASK, status="todo")


def work():
    for job in jobs():
        app.tasks[TASK](**job.args)


@pytest.fixture
def draft(db):
    return Draft.start(at=NOON, language="zh-hans")


@pytest.fixture
def keep(draft, django_capture_on_commit_callbacks):
    def run():
        with django_capture_on_commit_callbacks(execute=True):
            return services.add_paper(draft, checked_photo(), kind="id")

    return run


def test_a_paper_waits_and_a_job_for_it_is_asked_for(keep):
    paper = keep()
    assert paper.state == Evidence.State.QUARANTINE
    assert not asked
    assert [job.args for job in jobs()] == [{"key": str(paper.pk)}]
    work()
    paper.refresh_from_db()
    assert paper.state == Evidence.State.AVAILABLE
    assert asked == [files.original(paper).read()]


def test_the_queue_forgets_a_paper_that_is_discarded(keep, django_capture_on_commit_callbacks):
    gone = keep()
    with django_capture_on_commit_callbacks(execute=True):
        other = Draft.start(at=NOON, language="zh-hans")
        stays = services.add_paper(other, checked_photo(), kind="id")
    files.discard(gone)
    assert [job.args for job in ProcrastinateJob.objects.filter(task_name=TASK)] == [{"key": str(stays.pk)}]


def test_each_paper_has_a_job_of_its_own(keep):
    papers = {str(keep().pk), str(keep().pk)}
    assert {job.args["key"] for job in jobs()} == papers


def test_without_a_scanner_a_paper_is_available_at_once(keep, scanner):
    scanner(None)
    assert keep().state == Evidence.State.AVAILABLE
    assert not jobs()


def test_what_the_scanner_finds_is_not_shown(keep, scanner):
    scanner(find_harm)
    paper = keep()
    work()
    paper.refresh_from_db()
    assert paper.state == Evidence.State.REJECTED
    assert paper.reason


def test_while_the_scanner_is_down_papers_wait_for_the_next_round(keep, scanner):
    scanner(fail)
    paper = keep()
    work()
    assert housekeeping.examine_waiting() == 1
    paper.refresh_from_db()
    assert len(asked) == 2
    assert paper.state == Evidence.State.QUARANTINE
    scanner(find_nothing)
    call_command("examine_evidence")
    paper.refresh_from_db()
    assert paper.state == Evidence.State.AVAILABLE


def test_a_queue_that_is_down_loses_no_paper(keep, monkeypatch):
    monkeypatch.setattr(app, "configure_task", lambda *a, **k: 1 / 0)
    paper = keep()
    assert paper.state == Evidence.State.QUARANTINE
    assert housekeeping.examine_waiting() == 0
    paper.refresh_from_db()
    assert paper.state == Evidence.State.AVAILABLE


def test_a_paper_that_was_sent_while_it_was_looked_at_stays_with_its_application(keep, office):
    paper = keep()
    application = ApplicationFactory(office=office)
    Evidence.objects.update(draft=None, application=application)
    files.examine(paper)  # as the worker had read it before
    paper.refresh_from_db()
    assert paper.application == application
    assert paper.state == Evidence.State.AVAILABLE


def test_a_paper_that_was_taken_away_is_nobodys_trouble(keep, draft, django_capture_on_commit_callbacks):
    paper = keep()
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_paper(draft, paper.pk)
    work()
    files.examine(paper)  # and it was read before it went
    assert not Evidence.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_while_the_scanner_looks(office, scanner):
    scanner(lock_meanwhile)
    application = ApplicationFactory(office=office)
    draft = Draft.start(at=NOON, language="zh-hans")
    with transaction.atomic():
        services.add_evidence(application, papers=[(checked_photo(), "id")], at=NOON)
        assert not locked(), "the other connection sees the lock of an act"
    services.add_paper(draft, checked_photo(), kind="id")
    assert not asked, "no act calls the scanner"
    assert jobs().count() == 2
    work()
    assert asked == [4, 4]
    Evidence.objects.update(state=Evidence.State.QUARANTINE)
    assert housekeeping.examine_waiting() == 0
    assert asked == [4] * 4
    assert Evidence.objects.available().count() == 2
