"""The demo's imports: one at each step, and as people have left them when the demo starts again."""

import pytest
from django.contrib.auth import get_user_model

from foundation.accounts.models import Office
from portal.demo.imports import load_imports
from stations.exchange import undoing
from stations.models import Station, StationImport
from tests.stations.factories import RegionFactory, StationFactory

pytestmark = pytest.mark.django_db


def test_each_step_of_an_import_is_shown_and_stays_as_it_was_left():
    Office.add_root(code="gz-aid", name="赣州市法律援助中心", kind=Office.Kind.AGENCY)
    keeper = get_user_model().objects.create_superuser("operator", password="x")
    RegionFactory()
    StationFactory.create_batch(3)
    load_imports()
    shown = {
        kept.file_name: (
            kept.state,
            sorted(kept.rows.values_list("outcome", flat=True)),
            kept.rows.exclude(doubts=[]).count(),
        )
        for kept in StationImport.objects.all()
    }
    assert shown == {
        "演示-写好了可以撤销.csv": ("done", ["new"] * 2, 0),
        "演示-有几行写错了.csv": ("checked", ["error"] * 4 + ["new"], 0),
        "演示-等着看.csv": ("checked", ["new"] * 2, 1),
    }
    undoing.undo(
        StationImport.objects.get(state="done"), actor=keeper, at=Station.objects.latest("pk").changed_at
    )
    load_imports()
    assert StationImport.objects.count() == 3
    assert not Station.objects.filter(code__startswith="gz-demo-import").exists()
