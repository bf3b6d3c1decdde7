"""The papers of an application say what is in it, and are there when they are due."""

from datetime import date

import pytest

from aid import paperwork, services
from aid.models import Application, Evidence
from foundation.accounts.models import Role
from foundation.vault.models import AccessEntry
from tests.aid.factories import NOON, ApplicationFactory, officer, workmates
from tests.papers import pages, text

pytestmark = pytest.mark.django_db
MEANS = {"household": 4, "income": "5000", "pledged": True}


def codes(application):
    return [paper.code for paper in paperwork.offered(application)]


def printed(code, application, **more):
    return text(paperwork.make(code, application, at=NOON, **more).content).replace(" ", "")


def test_the_form_has_the_fields_of_the_official_one_and_what_we_hold():
    application = ApplicationFactory(employer="某建筑公司")
    paper = printed("application", application)
    for words in (
        *(
            "法律援助申请表",
            "援申字",
            "姓名王小强",
            "性别女",
            "出生年月1949年12月",
            "民族",
            "户籍所在地",
            "邮政编码",
        ),
        *("11010519491231002X", "13900005678", "某建筑公司", "12,000元", "干了三个月，只给了生活费。"),
        *("申请人（签名或手印）", application.reference, "2026年11月18日打印", "第1页，共1页"),
    ):
        assert words in paper, words
    assert "代理人" not in paper


def test_without_id_the_boxes_are_left_to_be_filled():
    paper = printed("application", ApplicationFactory(id_type="none", id_number=""))
    assert "身份证号" in paper
    assert "手上没有证件" not in paper


def test_a_group_of_500_is_a_roster_with_its_total():
    application = ApplicationFactory(claimants=workmates(500))
    found = pages(paperwork.make("application", application).content)
    assert len(found) > 8
    paper = "".join(found).replace(" ", "")
    assert "共同申请的人（500人）" in paper
    assert "6,000,000元" in paper
    assert application.claimants.last().name in paper


def test_one_of_a_group_reads_of_nobody_else():
    application = ApplicationFactory(claimants=workmates(3), by_other=True, helper_name="王小红", means=MEANS)
    second = application.claimants.all()[1]
    for code in ("application", "copy", "pledge"):
        paper = printed(code, application, claimant=second)
        assert second.name in paper
        assert "王某一" not in paper
        assert "干了三个月" not in paper
        assert "家里一共" not in paper


def test_the_form_of_a_representative_says_how_many_apply_and_for_how_much():
    application = ApplicationFactory(claimants=workmates(3))
    first, second, _third = application.claimants.all()
    type(first).objects.filter(pk=first.pk).update(is_representative=True)
    application = Application.objects.get(pk=application.pk)
    first, second, _third = application.claimants.all()
    assert "3人，一共36,000元" in printed("application", application, claimant=first)
    assert "36,000元" not in printed("application", application, claimant=second)


def test_the_form_of_another_matter_says_nothing_of_work():
    application = ApplicationFactory(matter="family_violence", workplace="某县某镇")
    assert "干活" not in printed("application", application)


def test_a_copy_lists_ones_own_papers_and_what_was_sent_for_all_to_who_speaks_for_all():
    application = ApplicationFactory(claimants=workmates(3))
    first, second, third = application.claimants.all()
    type(first).objects.filter(pk=first.pk).update(is_representative=True)
    for whose, name in ((None, "记工本.jpg"), (second, "李某身份证.jpg"), (third, "孙某身份证.jpg")):
        Evidence.objects.create(application=application, claimant=whose, name=name, kind="id", size=1)
    application = Application.objects.get(pk=application.pk)
    lists = {one.pk: printed("copy", application, claimant=one) for one in application.claimants.all()}
    names = ("记工本", "李某身份证", "孙某身份证")
    assert [name in lists[first.pk] for name in names] == [True, False, False]
    assert [name in lists[second.pk] for name in names] == [False, True, False]
    assert [name in lists[third.pk] for name in names] == [False, False, True]


def test_who_has_left_stands_on_no_paper_of_the_others():
    application = ApplicationFactory(claimants=workmates(3))
    services.leave_group(application, claimant=application.claimants.last(), at=NOON)
    paper = printed("application", Application.objects.get(pk=application.pk))
    assert "王某一" in paper
    assert application.claimants.last().name not in paper


def test_only_who_was_asked_for_income_says_how_it_is():
    assert "hardship" not in codes(ApplicationFactory())
    asked = ApplicationFactory(means=MEANS, means_status="none")
    assert "hardship" in codes(asked)
    assert "人均每月收入1,250元" in printed("hardship", asked)
    assert "家里一共4口人" in printed("pledge", asked)
    assert "家里一共" not in printed("pledge", ApplicationFactory())


def test_who_applies_for_another_gets_the_letter_of_authority_on_one_page():
    assert "authority" not in codes(ApplicationFactory())
    helped = ApplicationFactory(
        by_other=True,
        agent_type="entrusted",
        helper_relation="kin",
        helper_name="王小红",
        helper_phone="13800001111",
    )
    assert "authority" in codes(helped)
    assert len(pages(paperwork.make("authority", helped).content)) == 1
    paper = printed("authority", helped)
    for words in ("王小强", "11010519491231002X", "王小红", "13800001111", "家里人", "委托人（签名或手印）"):
        assert words in paper
    assert "代理人（签名）" in printed("application", helped)


def test_the_receipt_comes_with_the_acceptance():
    assert "receipt" not in codes(ApplicationFactory())
    accepted = ApplicationFactory(accepted=True, claimants=workmates(3))
    accepted.papers_received = ["id", "iou"]
    paper = printed("receipt", accepted)
    for words in (
        "王某一等3人",
        accepted.case_number,
        "2026年11月18日收到",
        "欠条、结算单",
        accepted.office.name,
    ):
        assert words.replace(" ", "") in paper, words
    assert "最晚在2026年11月25日" in paper


def test_a_copy_says_everything_and_a_confirmation_who_typed_it():
    application = ApplicationFactory(may_call=True, call_time="evening", by_other=True, helper_name="王小红")
    for code in ("copy", "confirmation"):
        paper = printed(code, application)
        for words in (
            "王小强",
            "11010519491231002X",
            "13900005678",
            "某某花园二期",
            "开始欠2026年3月欠到",
            "晚上8点以后",
        ):
            assert words in paper, (code, words)
    paper = printed("confirmation", application, typed_by="张三", typed_on=date(2026, 11, 20))
    assert "通过网上申请法律援助，由张三于2026年11月20日代为填写" in paper
    assert "本人确认" in paper


def test_the_name_of_the_file_tells_nobody_whose_it_is():
    assert paperwork.make("copy", ApplicationFactory()).filename == "申请内容副本.pdf"


def test_papers_are_chinese_whatever_the_page_is_in(settings):
    from django.utils import translation

    application = ApplicationFactory()
    with translation.override("en"):
        made = paperwork.make("application", application)
    assert made.filename == "法律援助申请表.pdf"
    assert "支付劳动报酬" in text(made.content)


def test_a_paper_that_is_opened_is_in_the_log():
    application = ApplicationFactory()
    services.print_paper(application, "pledge")
    reviewer = officer(application.office, Role.REVIEWER)
    services.print_paper(application, "application", actor=reviewer)
    assert list(AccessEntry.objects.order_by("number").values_list("action", "actor", "object_id")) == [
        ("aid.print_pledge", None, str(application.pk)),
        ("aid.print_application", reviewer.pk, str(application.pk)),
    ]


def test_an_officer_of_another_office_gets_no_paper():
    from django.core.exceptions import PermissionDenied

    from tests.aid.factories import OfficeFactory

    stranger = officer(OfficeFactory(), Role.REVIEWER)
    with pytest.raises(PermissionDenied):
        services.print_paper(ApplicationFactory(), "pledge", actor=stranger)
    assert not AccessEntry.objects.exists()
