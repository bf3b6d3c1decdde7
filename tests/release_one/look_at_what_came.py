"""Run by test_from_release_one in a process of its own, on the migrated database: what the new code sees there."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.testing")

import django

django.setup()

from django.apps import apps

from aid.chain import EventLog
from aid.models import Application, Claimant, Decision, Draft
from casework.models import Assignment
from foundation.vault.fields import SealedFieldMixin
from foundation.vault.index import blind_index
from intake import stages

ROOMS = ("aid", "casework")


def every_sealed_value():
    for model in (m for label in ROOMS for m in apps.get_app_config(label).get_models()):
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedFieldMixin):
                for row in model._default_manager.all():
                    yield (
                        f"{model._meta.label}.{field.name}",
                        getattr(row, field.attname),
                    )  # raises when it does not open


opened = {}
for name, value in every_sealed_value():
    opened.setdefault(name, []).append(value)

assert {"干活没给钱。"} < set(opened["aid.Application.narrative"])
assert {"钱某", "孙某二", "买买提·吐尔逊"} < set(opened["aid.Claimant.name"])
assert {"符合法律援助条件。", "要求支付的是工程款和材料款，不是本人的劳动报酬，不属于法律援助的事项。"} < set(
    opened["aid.Decision.text"]
)
assert {"熟悉", "出差", "熟悉计件工资案件"} <= set(opened["casework.Assignment.reason"])
assert "古丽" in opened["aid.Application.helper_name"]

assert EventLog().first_break() == ""  # its acts are signed

careful = Claimant.objects.get(phone_index=blind_index("0797-5550206", "phone"))
assert (careful.contact_note, careful.call_time) == ("晚上打", "evening")
assert careful.phone_is_shared
assert not careful.may_sms
assert Application.objects.by_person(words="钱 某").count() >= 7
assert Application.objects.by_person(phone="0797-5550206").get() == careful.application

again = Application.objects.get(claimants__in=Claimant.objects.filter(position=2))
assert again.claimants.count() == 2
assert {d.kind for d in again.decisions.all()} == {"grant"}
refused = Decision.objects.get(kind="refuse")
assert refused.law == "《中华人民共和国法律援助法》第三十一条"
assert refused.reasons == ["not_a_listed_matter"]
assert "异议" in refused.remedy
assert refused.decided_by.username == "approver"

twice = [a for a in Application.objects.all() if a.events.filter(action="reassign").exists()]
assert len(twice) == 1
assert twice[0].case.assignee.username == "caseworker2"
assert twice[0].limitation_on is not None
assert Assignment.objects.filter(case__application=twice[0]).count() == 2
assert Draft.objects.filter(application=None).get().answers["place"] == "章贡区"
for application in Application.objects.all():
    assert stages.stage(application).heading
    assert stages.timeline(application)
    assert application.standing
print("everything opens", {name: len(values) for name, values in opened.items()})
