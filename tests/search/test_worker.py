"""The jobs of search with a real worker on real rows."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from search import tasks
from search.models import SearchEntry
from tests.foundation.notices.conftest import committed as really_committed  # noqa: F401 - a fixture
from tests.foundation.notices.conftest import work

GONE = ("stations.Station", "0")


@pytest.fixture
def entry(really_committed):  # noqa: F811
    """What is left in the index of a station that is gone."""
    entry = SearchEntry.objects.create(
        kind="station", object_id=GONE[1], locale="zh-hans", title="没了", url="/", vector=""
    )
    yield entry
    entry.delete()


def test_a_worker_takes_out_what_is_gone_in_one_job(entry):
    for _save in range(3):
        tasks.enqueue(*GONE)
    work()
    assert not SearchEntry.objects.filter(pk=entry.pk).exists()
    assert [job.status for job in ProcrastinateJob.objects.filter(queue_name=tasks.QUEUE)] == ["succeeded"]
