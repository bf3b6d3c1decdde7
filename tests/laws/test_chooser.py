"""Finding the article to cite and the division to name, with the words an editor would type."""

import pytest
from django.urls import reverse

from foundation.accounts.models import Role
from foundation.regions.models import Region
from laws.models import Statute


@pytest.fixture
def law(db):
    statute = Statute.objects.create(
        code="aid", title="中华人民共和国法律援助法", short_title="法律援助法", effective_from="2022-01-01",
        promulgated_on="2021-08-20", read_on="2026-11-21",
    )  # fmt: skip
    for number, label in (("30", "第三十条"), ("31", "第三十一条")):
        statute.articles.add(statute.articles.model(number=number, label=label, position=int(number)))
    statute.save()
    return statute


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("法律援助法 三十一", {"第三十一条"}),
        ("援助 30", {"第三十条"}),
        ("没有这部法", set()),
        ("", {"第三十条", "第三十一条"}),
    ],
)
def test_an_article_is_found_by_title_and_number(client, signed_in, staff_office, law, typed, found):
    signed_in(client, Role.EDITOR, staff_office)
    page = client.get(reverse("article_chooser:choose_results"), {"q": typed}).content.decode()
    assert {label for label in ("第三十条", "第三十一条") if label in page} == found


@pytest.mark.parametrize("typed", ["章贡", "360702"])
def test_a_division_is_found_by_name_or_code_and_a_retired_one_is_not(client, signed_in, staff_office, typed):
    Region.objects.create(code="362101", name="章贡旧区", level="county", valid_to="1999-07-01")
    signed_in(client, Role.PROPAGANDA, staff_office)
    page = client.get(reverse("region_chooser:choose_results"), {"q": typed}).content.decode()
    assert "江西省赣州市章贡区" in page
    assert "章贡旧区" not in page
