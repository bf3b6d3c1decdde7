from uuid import uuid4

from aid.models import Application
from foundation.accounts.models import Role
from tests.access import Access
from tests.aid.factories import ApplicationFactory, CallBackFactory, officer

COUNTER = ("receptionist", "reviewer", "approver", "dispatcher", "supervisor")


def an_application(office):
    return {"pk": ApplicationFactory(office=office).pk}


def a_decided_one(office):
    return {"pk": ApplicationFactory(office=office, granted=True).pk}


def a_paper(office):
    from aid import services
    from aid.models import Evidence
    from tests.aid.photos import checked_photo

    application = ApplicationFactory(office=office)
    services.add_evidence(
        application, papers=[(checked_photo(), "other")], actor=officer(office, Role.RECEPTIONIST)
    )
    return {"pk": Evidence.objects.get(application=application).pk}


def an_issued_paper(office):
    from aid.services import issue

    kept = a_decided_one(office)
    issue.issue_paper(Application.objects.get(**kept), kind="grant", actor=officer(office, Role.RECEPTIONIST))
    return {**kept, "paper": Application.objects.get(**kept).issued.get().pk}


def begun_at_the_desk(office):
    from django.utils import timezone

    from aid.services import desk

    entry = desk.begin(
        channel="visit",
        office=office,
        actor=officer(office, Role.RECEPTIONIST),
        answers={"notice": "1", "consents": []},
        at=timezone.now(),
    )
    return {"pk": entry.pk}


def a_colleagues_visit(office):
    from aid import sla
    from aid.models import VisitTask

    who = officer(office, Role.RECEPTIONIST)
    application = ApplicationFactory(office=office)
    task = VisitTask.objects.create(
        application=application,
        claimant=application.claimants.get(),
        officer=who,
        planned_by=who,
        day=sla.today_in_shanghai(),
        position=1,
        place="幸福路",
        purpose="sign",
    )
    return {"pk": task.pk}


def a_colleagues_form(office):
    from django.utils import timezone

    from aid.models import AwayForm

    typist = officer(office, Role.RECEPTIONIST)
    return {"pk": AwayForm.objects.create(pk=uuid4(), officer=typist, given_at=timezone.now()).pk}


def a_copy(office):
    from aid.models import VisitTask
    from aid.services import visit_copies

    task = VisitTask.objects.get(**a_colleagues_visit(office))
    return {"pk": visit_copies.take(task, actor=task.officer).pk}


def sent_by_the_desk(office):
    from aid.models import DeskEntry

    kept = begun_at_the_desk(office)
    application = ApplicationFactory(office=office)
    DeskEntry.objects.filter(**kept).update(application=application, draft=None)
    return kept


def an_erasure(office):
    from datetime import date

    from django.utils import timezone

    application = ApplicationFactory(office=office)
    asked = application.erasures.create(
        office=office,
        reference=application.reference,
        way="counter",
        proof="paper",
        received_on=date(2026, 11, 20),
        due_on=date(2026, 12, 5),
        entered_by=officer(office, Role.SUPERVISOR),
        entered_at=timezone.now(),
    )
    return {"pk": asked.pk}


def a_solo_office(office):
    from datetime import date

    from django.utils import timezone

    from aid.models import SoloOffice

    days = {"since": date(2026, 11, 1), "until": date(2026, 12, 31)}
    boss = officer(office, Role.SUPERVISOR)
    setting = SoloOffice.objects.create(
        office=office, reason="另一位休产假", set_by=boss, set_at=timezone.now(), **days
    )
    return {"pk": setting.pk}


def a_letter(office):
    """One that another office has sent to this one."""
    from datetime import date

    from django.utils import timezone

    from aid.models import Letter
    from tests.aid.factories import OfficeFactory

    application = ApplicationFactory(office=OfficeFactory(), accepted=True)
    letter = Letter.objects.create(
        application=application,
        claimant=application.claimant,
        kind="collect_evidence",
        from_office=application.office,
        to_office=office,
        to=office.name,
        facts="欠薪",
        asked="取考勤表",
        due_on=date(2026, 12, 1),
        sent_at=timezone.now(),
        sent_by=officer(application.office, Role.REVIEWER),
    )
    return {"pk": letter.pk}


def an_absence(office):
    from datetime import date

    from django.utils import timezone

    from aid.models import Absence

    person, deputy = (officer(office, Role.CASEWORKER) for _ in range(2))
    days = {"since": date(2026, 11, 1), "until": date(2026, 12, 31)}
    made = Absence.objects.create(person=person, deputy=deputy, set_by=person, set_at=timezone.now(), **days)
    return {"pk": made.pk}


def a_saved_list(office):
    from aid import saved_lists

    owner = officer(office, Role.SUPERVISOR)
    return {"pk": saved_lists.keep(owner, name="存下的", query="show=all").pk}


def a_bulk_run(office):
    """Of another officer: for nobody else."""
    import uuid

    from casework import bulk

    one = ApplicationFactory(office=office, granted=True)
    boss = officer(office, Role.DISPATCHER)
    kept = bulk.begin("remind", {one.pk: 1}, reason="催", actor=boss, key=uuid.uuid4())
    return {"pk": kept.pk}


def at_the_desk(kwargs, status=200):
    """Of the form that is filled in for somebody: the reception desk of the office alone."""
    return Access(anonymous=302, staff=403, roles={"receptionist": status}, kwargs=kwargs)


def of_one(kwargs, status=200):
    """Of one application: who works in the office gets it, a caseworker only what is theirs, others nothing."""
    return Access(
        anonymous=302, staff=403, roles={**dict.fromkeys(COUNTER, status), "caseworker": 404}, kwargs=kwargs
    )


everyone_at_the_counter = dict.fromkeys([*COUNTER, "caseworker"], 200)


def a_call_back(office):
    return {"pk": CallBackFactory(office=office).pk}


ROWS = {
    # For superusers only: every role is led back home.
    "fresh_hands_report": Access(anonymous=302, staff=302, roles={"auditor": 200}),
    "fresh_hands_report_results": Access(anonymous=302, staff=302, roles={"auditor": 200}),
    "applications:index": Access(anonymous=302, staff=403, roles=everyone_at_the_counter),
    "applications:counts": Access(anonymous=302, staff=403, roles=everyone_at_the_counter),
    "applications:search": Access(
        anonymous=302, staff=403, roles=dict.fromkeys(everyone_at_the_counter, 302)
    ),
    "applications:inspect": of_one(an_application),
    "applications:print": of_one(lambda office: {**an_application(office), "paper": "pledge"}),
    "applications:roster": of_one(an_application),
    "applications:undelivered": Access(anonymous=302, staff=403, roles=everyone_at_the_counter),
    # A link does not do it.
    "applications:resend": of_one(lambda office: {**an_application(office), "message": 1}, 302),
    "applications:letters": of_one(a_decided_one),
    "applications:letter_draft": of_one(lambda office: {**a_decided_one(office), "kind": "grant"}),
    "applications:issued": of_one(an_issued_paper),
    "applications:issued_word": of_one(an_issued_paper),
    "applications:here": of_one(an_application),
    "applications:similar": of_one(an_application),
    "applications:who_saw": Access(
        anonymous=302,
        staff=403,
        roles={**dict.fromkeys(COUNTER, 403), "supervisor": 200, "caseworker": 404},
        kwargs=an_application,
    ),
    "applications:erasures": Access(anonymous=302, staff=403, roles={"supervisor": 200}),
    "applications:erasure_ask": Access(
        anonymous=302, staff=403, roles={"supervisor": 200}, kwargs=an_application
    ),
    "applications:erasure": Access(anonymous=302, staff=403, roles={"supervisor": 200}, kwargs=an_erasure),
    # A link does not do it.
    "applications:erasure_settle": Access(
        anonymous=302, staff=403, roles={"supervisor": 302}, kwargs=an_erasure
    ),
    "applications:cooperation": Access(
        anonymous=302, staff=403, roles={"receptionist": 200, "reviewer": 200}
    ),
    "applications:coop_letter": Access(
        anonymous=302, staff=403, roles={"receptionist": 200, "reviewer": 200}, kwargs=a_letter
    ),
    # A link shows nothing more, and does nothing.
    "applications:coop_reveal": Access(
        anonymous=302, staff=403, roles={"receptionist": 302, "reviewer": 302}, kwargs=a_letter
    ),
    "applications:coop_act": Access(
        anonymous=302,
        staff=403,
        roles={"receptionist": 302, "reviewer": 302},
        kwargs=lambda office: {**a_letter(office), "action": "coop_answer"},
    ),
    "applications:visits": Access(anonymous=302, staff=403, roles=everyone_at_the_counter),
    # A link does not do it.
    "applications:visit_move": Access(
        anonymous=302,
        staff=403,
        roles=dict.fromkeys(everyone_at_the_counter, 302),
        kwargs=lambda office: {"pk": 1, "where": "up"},
    ),
    "applications:visit_there": Access(
        anonymous=302,
        staff=403,
        roles=dict.fromkeys(everyone_at_the_counter, 302),
        kwargs=lambda office: {"pk": 1},
    ),
    "applications:visit_take": Access(anonymous=302, staff=403, roles=everyone_at_the_counter),
    "applications:away": Access(anonymous=302, staff=403, roles=everyone_at_the_counter),
    "applications:away_worker": Access(anonymous=302, staff=403, roles=everyone_at_the_counter),
    "applications:away_states": Access(anonymous=302, staff=403, roles=everyone_at_the_counter),
    # Nothing is opened there, and nothing done by a link.
    "applications:away_give": Access(
        anonymous=302, staff=403, roles=dict.fromkeys(everyone_at_the_counter, 404), kwargs=a_copy
    ),
    "applications:away_form": Access(
        anonymous=302,
        staff=403,
        roles=dict.fromkeys(everyone_at_the_counter, 404),
        kwargs=a_colleagues_form,
    ),
    "applications:away_drop": Access(
        anonymous=302, staff=403, roles=dict.fromkeys(everyone_at_the_counter, 404), kwargs=a_copy
    ),
    "applications:watches": Access(anonymous=302, staff=403, roles=everyone_at_the_counter),
    "applications:solo": Access(anonymous=302, staff=403, roles={"supervisor": 200}),
    # A link does not do it.
    "applications:solo_end": Access(
        anonymous=302, staff=403, roles={"supervisor": 302}, kwargs=a_solo_office
    ),
    "applications:bulk": Access(
        anonymous=302, staff=403, roles=dict.fromkeys(("dispatcher", "supervisor"), 302)
    ),
    "applications:bulk_run": Access(
        anonymous=302, staff=403, roles=dict.fromkeys(everyone_at_the_counter, 404), kwargs=a_bulk_run
    ),
    "applications:load": Access(anonymous=302, staff=403, roles={"supervisor": 200}),
    "applications:lists": Access(anonymous=302, staff=403, roles=everyone_at_the_counter),
    # A link does not do it.
    "applications:list": Access(
        anonymous=302, staff=403, roles=dict.fromkeys(everyone_at_the_counter, 302), kwargs=a_saved_list
    ),
    "applications:columns": Access(
        anonymous=302, staff=403, roles=dict.fromkeys(everyone_at_the_counter, 302)
    ),
    "applications:absences": Access(anonymous=302, staff=403, roles=everyone_at_the_counter),
    # A link does not do it.
    "applications:absence_end": Access(
        anonymous=302, staff=403, roles=dict.fromkeys(everyone_at_the_counter, 302), kwargs=an_absence
    ),
    "applications:call_backs": Access(anonymous=302, staff=403, roles={"receptionist": 200}),
    "applications:call_back_reveal": Access(
        anonymous=302, staff=403, roles={"receptionist": 302}, kwargs=a_call_back
    ),
    "applications:call_back_called": Access(
        anonymous=302,
        staff=403,
        roles={"receptionist": 302},
        kwargs=lambda office: {**a_call_back(office), "outcome": "done"},
    ),
    "applications:preview": of_one(a_paper),
    "applications:original": of_one(a_paper),
    "applications:viewer": of_one(a_paper),
    "applications:paper_page": of_one(lambda office: {**a_paper(office), "number": 1}),
    "applications:desk": at_the_desk(lambda office: {}),
    "applications:desk_new": at_the_desk(lambda office: {"channel": "phone"}),
    "applications:desk_start": at_the_desk(begun_at_the_desk),
    "applications:desk_step": at_the_desk(lambda office: {**begun_at_the_desk(office), "slug": "matter"}),
    "applications:desk_paper": at_the_desk(lambda office: {**begun_at_the_desk(office), "number": 1}),
    "applications:desk_pieces": at_the_desk(begun_at_the_desk, 405),
    "applications:desk_check": at_the_desk(begun_at_the_desk, 302),
    "applications:desk_drop": at_the_desk(begun_at_the_desk, 302),
    "applications:desk_twins": at_the_desk(begun_at_the_desk, 302),
    "applications:desk_sent": at_the_desk(sent_by_the_desk),
    "applications:desk_confirm": at_the_desk(sent_by_the_desk, 302),
    "applications:desk_slip": at_the_desk(sent_by_the_desk),
    "applications:desk_confirmation": at_the_desk(sent_by_the_desk),
    # What is done by POST leads, when opened, to the page it belongs to; that one checks again.
    "applications:act": Access(
        anonymous=302,
        staff=403,
        roles=dict.fromkeys(everyone_at_the_counter, 302),
        kwargs=lambda office: {**an_application(office), "action": "accept"},
    ),
    "applications:reveal": Access(
        anonymous=302, staff=403, roles=dict.fromkeys(everyone_at_the_counter, 302), kwargs=an_application
    ),
    **{
        name: Access(
            anonymous=302, staff=302, roles={"receptionist": 200, "supervisor": 200, "operator": 200}
        )
        for name in ("tours_report", "tours_report_results")
    },
}
