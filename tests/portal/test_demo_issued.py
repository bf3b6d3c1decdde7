"""The papers of the demo: handed over, waiting, put right; and a demo goes on where no paper can be set."""

import pytest

from aid.models import IssuedPaper
from foundation import paper
from foundation.accounts.models import Role
from portal.demo.issued import load_issued
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def samples(time_machine):
    time_machine.move_to(NOON, tick=False)
    office = OfficeFactory()
    officer(office, Role.RECEPTIONIST, username="receptionist")
    for trait in ("accepted", "granted", "refused"):
        ApplicationFactory(office=office, **{trait: True})


def test_each_stage_of_a_paper_is_there(samples):
    load_issued()
    load_issued()  # again changes nothing
    assert sorted(IssuedPaper.objects.values_list("kind", "version")) == [
        ("grant", 1),
        ("letter", 1),
        ("letter", 2),
        ("receipt", 1),
        ("refuse", 1),
    ]
    assert IssuedPaper.objects.get(kind="receipt").servings.count() == 1
    assert not IssuedPaper.objects.get(kind="refuse").servings.exists()


def test_without_fonts_the_demo_goes_on(samples, settings, tmp_path):
    settings.PAPER_FONTS = [tmp_path]
    with pytest.raises(paper.PaperFailed):
        paper.render("letter", {})
    load_issued()
    assert not IssuedPaper.objects.exists()
