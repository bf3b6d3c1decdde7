"""What a paper is called: on the receipt, and corrected with what it was called before."""

import pytest

from aid import services
from aid.listed import Listed, read, whole
from aid.models import Evidence
from foundation.accounts.models import Role
from tests.aid.factories import ApplicationFactory, officer
from tests.aid.photos import checked_photo
from tests.counter.acts import act, case_url
from tests.intake.test_track import opened
from tests.papers import text

pytestmark = pytest.mark.django_db
OTHER = "别的材料"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("工友证言 2 份 3 页", Listed("工友证言", 2, 3)),
        ("1. 欠条，一份", Listed("欠条", 1)),
        ("（3）记工本复印件　两份，共十页", Listed("记工本复印件", 2, 10)),
        ("2025年3份工资条 1份", Listed("2025年3份工资条", 1)),
        ("12个人的签名 １份２页", Listed("12个人的签名", 1, 2)),
        ("银行流水 36页", Listed("银行流水", 1, 36)),
        ("身份证", Listed("身份证")),
        ("证人照片 5 张", Listed("证人照片", 5)),
    ],
)
def test_a_line_is_read_as_it_is_written(line, expected):
    assert read(f"\n{line}\n  \n") == [expected]


def test_what_was_ticked_and_not_written_is_listed_by_its_kind():
    assert whole(read("张三写的欠条 2份"), ["欠条、结算单", "劳动合同"]) == [
        Listed("张三写的欠条", 2),
        Listed("劳动合同"),
    ]


# --- the receipt --------------------------------------------------------------------------------------
def receipt(client, application):
    return text(client.get(case_url(application, "print", "receipt")).content)


def test_the_receipt_lists_each_by_name_with_copies_and_pages(client, as_, office):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    sent = {"papers": ["id", "iou", "other"], "listed": "老周写的欠条 1 份 2 页\n工友证言 3 份 5 页"}
    assert act(client, application, "accept", **sent).status_code == 302
    said = receipt(client, application)
    for line in ("老周写的欠条　1 份 2 页", "工友证言　3 份 5 页", "身份证件　1 份"):
        assert line.replace("　", "") in said.replace("　", "").replace("\u3000", "")
    assert OTHER not in said
    assert "欠条、结算单" not in said


@pytest.mark.parametrize(
    "sent",
    [
        {"papers": ["other"]},
        {"papers": ["other", "id"], "listed": "身份证件 1 份"},
        {"papers": ["id"], "listed": "别的材料 2 份"},
        {"papers": ["id"], "listed": "3 份"},
        {"papers": [], "listed": "长" * 61},
    ],
)
def test_no_paper_stands_there_without_a_name(client, as_, office, sent):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    answer = act(client, application, "accept", **sent)
    assert answer.status_code == 422
    assert 'id="id_accept-listed_error"' in answer.content.decode()
    application.refresh_from_db()
    assert application.status == "submitted"


def test_a_receipt_of_before_still_lists_the_kinds(client, as_, office):
    application = ApplicationFactory(office=office, accepted=True)
    type(application).objects.filter(pk=application.pk).update(papers_received=["iou"], papers_listed=None)
    as_("receptionist")
    assert "欠条、结算单" in receipt(client, application)


# --- another than it was sent as ----------------------------------------------------------------------
@pytest.fixture
def sent(office):
    application = ApplicationFactory(office=office, accepted=True)
    services.add_evidence(
        application, papers=[(checked_photo(), "other")], actor=officer(office, Role.RECEPTIONIST)
    )
    return application


@pytest.mark.parametrize("role", ["receptionist", "reviewer"])
def test_kind_and_name_are_corrected_and_what_it_was_is_kept(client, as_, sent, role):
    paper = sent.evidence.get()
    as_(role)
    assert (
        act(client, sent, "correct_paper", paper=paper.pk, kind="iou", title="老周的欠条").status_code == 302
    )
    paper.refresh_from_db()
    assert (paper.kind, paper.title, paper.label) == ("iou", "老周的欠条", "老周的欠条")
    event = sent.events.get(action="correct_paper")
    assert event.data == {"paper": str(paper.pk), "kind_before": "other", "kind": "iou"}
    page = client.get(case_url(sent)).content.decode()
    assert "从“别的材料”改成“欠条、结算单”" in page
    assert "从“—”改成“老周的欠条”" in page
    assert "老周的欠条" in opened(client, sent).content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "other", "title": ""}, "title"),
        ({"kind": "nonsense"}, "kind"),
        ({"kind": "iou", "title": "长" * 61}, "title"),
        ({"paper": "00000000-0000-0000-0000-000000000000", "kind": "iou"}, "paper"),
    ],
)
def test_what_is_no_correction_is_refused_where_it_stands(client, as_, sent, change, field):
    as_("receptionist")
    answer = act(client, sent, "correct_paper", **{"paper": sent.evidence.get().pk, **change})
    assert answer.status_code == 422
    assert not sent.events.filter(action="correct_paper").exists()


def test_a_paper_of_another_application_is_none(client, as_, office, sent):
    other = ApplicationFactory(office=office, accepted=True)
    services.add_evidence(
        other, papers=[(checked_photo(21), "other")], actor=officer(office, Role.RECEPTIONIST)
    )
    as_("receptionist")
    answer = act(client, sent, "correct_paper", paper=other.evidence.get().pk, kind="iou")
    assert answer.status_code == 422
    assert Evidence.objects.filter(kind="other").count() == 2


def test_it_is_offered_to_whom_it_is_open_and_when_there_is_a_paper(client, as_, office, sent):
    as_("approver")
    assert act(client, sent, "correct_paper", paper=sent.evidence.get().pk, kind="iou").status_code == 403
    as_("receptionist")
    assert 'id="act-correct_paper"' in client.get(case_url(sent)).content.decode()
    bare = ApplicationFactory(office=office, accepted=True)
    assert 'id="act-correct_paper"' not in client.get(case_url(bare)).content.decode()


def test_the_same_again_and_an_old_page_change_nothing(client, as_, sent):
    paper, seen = sent.evidence.get(), sent.version - 1
    as_("receptionist")
    assert act(client, sent, "correct_paper", paper=paper.pk, kind="iou", version=seen).status_code == 409
    for _n in range(2):
        assert act(client, sent, "correct_paper", paper=paper.pk, kind="iou", key="once").status_code == 302
    assert act(client, sent, "correct_paper", paper=paper.pk, kind="iou").status_code == 422
    assert sent.events.filter(action="correct_paper").count() == 1
