"""How applications end, go on again, and are decided by more than two: one of each, led there by the services."""

from datetime import timedelta

from django.utils import timezone

from aid import services
from aid.models import ApprovalChain
from aid.services import approve, concern, first_aid, reopen, terminate, withdrawal
from foundation.regions.models import Region
from portal.demo.applications import ACTS, Sample, lead, staff

SAMPLES = [
    Sample(
        "ended", 12, "段有才", "0797-5550171", 16300, "某防水工程公司",
        "做了三个月防水，结账时少算了一半。", acts=("accept", "review", "grant", "assign", "report_end", "terminate"),
    ),
    Sample(
        "to-end", 9, "洪大有", "0797-5550172", 9100, "某货运部",
        "跟车两个月，工资没有结。", acts=("accept", "review", "grant", "assign", "report_end"),
    ),
    Sample(
        "came-back", 9, "薛小梅", "0797-5550173", 5400, "某奶茶店",
        "站柜台三个月，老板说撤了就给，又没有给。", acts=("accept", "withdraw_for_good", "reopen"),
    ),
    Sample(
        "mended", 12, "石长根", "0797-5550174", 7800, "某石材厂",
        "切石板四个月，厂里说已经付清。", acts=("accept", "advise_refusal", "refuse", "mend_refusal"),
    ),
    Sample(
        "in-chain", 4, "武胜利", "0797-5550175", 88000, "某市政工程公司",
        "修路的工钱，电视上报过。", acts=("accept", "mark_concern", "review", "endorse"),
    ),
    Sample(
        "ends-in-chain", 8, "温水生", "0797-5550177", 41200, "某市政工程公司",
        "修路的工钱，跟电视上报的是一件事。",
        acts=("accept", "mark_concern", "review", "grant", "assign", "report_end", "endorse_end"),
    ),
    Sample(
        "ended-by-chain", 8, "汤德顺", "0797-5550178", 36800, "某市政工程公司",
        "铺人行道的工钱，也是电视上报的那件事。",
        acts=("accept", "mark_concern", "review", "grant", "assign", "report_end", "endorse_end", "terminate_last"),
    ),
    Sample(
        "kept-by-chain", 8, "尹桂兰", "0797-5550179", 29500, "某市政工程公司",
        "在工地烧饭的工钱，跟修路的人一起欠着。",
        acts=("accept", "mark_concern", "review", "grant", "assign", "report_end", "endorse_end", "keep_on"),
    ),
    Sample(
        "proposed", 1, "丁一凡", "0797-5550176", 6700, "某印刷厂",
        "老板这几天在卖机器，怕找不到人。", acts=("ask_first_aid",),
    ),
]  # fmt: skip


Lane = ApprovalChain.Lane
# Place, lane, who says the last yes after the approver. At the third nobody works: its page says so.
CHAINS = (
    ("360702", Lane.MAJOR, "supervisor"),
    ("360702", Lane.MEMBER, "supervisor"),
    ("360703", Lane.GREEN, "approver"),
)


def load_ends(now=None):
    """Add whichever is not there yet. Safe to repeat."""
    now = now or timezone.now()
    for code, lane, last in CHAINS:
        ApprovalChain.objects.get_or_create(
            region=Region.objects.by_code(code),
            lane=lane,
            defaults={
                "third": last,
                "valid_from": timezone.localdate(now) - timedelta(days=4),
                "source": "示例，为演示编的，不是真的规定",
                "is_demo": True,
            },
        )
    lead(SAMPLES, {**ACTS, **_ACTS}, now)


def _report_end(application, at):
    terminate.report(
        application,
        reason="own_lawyer",
        text="他自己请了律师，昨天在电话里说的。",
        actor=staff("caseworker"),
        at=at,
    )


def _terminate(application, at, by="approver"):
    terminate.terminate(
        application,
        text="您自己请了律师，按法律援助法第四十八条终止援助。不服可以向司法局提异议。",
        actor=staff(by),
        at=at,
    )


def _withdraw_for_good(application, at):
    services.withdraw(application, note="老板说明天就给。", at=at)
    withdrawal.close_withdrawal(application, at=at + timedelta(days=2))


def _reopen(application, at):
    reopen.reopen(
        application,
        reason="她到窗口来，说老板还是没给，要接着办；看过身份证。",
        actor=staff("receptionist"),
        at=at + timedelta(days=3),
    )


def _mend_refusal(application, at):
    reopen.mend_refusal(application, reason="收条是同名的另一个人的。", actor=staff("supervisor"), at=at)


def _mark_concern(application, at):
    concern.mark_concern(
        application, kinds=["impact"], why="市里电视台报过。", actor=staff("supervisor"), at=at
    )


def _endorse(application, at):
    approve.endorse(application, note="材料齐，金额对得上，请督导看。", actor=staff("approver"), at=at)


def _endorse_end(application, at):
    approve.endorse_end(application, note="打电话问过，他是请了律师。", actor=staff("approver"), at=at)


def _terminate_last(application, at):
    _terminate(application, at, by="supervisor")


def _keep_on(application, at):
    terminate.keep_on(
        application, text="她请的是老乡代写一份材料，不是律师。", actor=staff("supervisor"), at=at
    )


def _ask_first_aid(application, at):
    first_aid.ask(
        application,
        ground="preservation",
        words="机器下周就拉走。",
        actor=staff("receptionist"),
        at=at,
    )


_ACTS = {
    "report_end": _report_end,
    "terminate": _terminate,
    "withdraw_for_good": _withdraw_for_good,
    "reopen": _reopen,
    "mend_refusal": _mend_refusal,
    "mark_concern": _mark_concern,
    "endorse": _endorse,
    "endorse_end": _endorse_end,
    "terminate_last": _terminate_last,
    "keep_on": _keep_on,
    "ask_first_aid": _ask_first_aid,
}
