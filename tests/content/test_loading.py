import pytest
from django_tasks.signals import task_enqueued

from foundation.content.loading import references_once
from tests.laws.page_factories import explainer

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    """What the reference index was asked to look at, as (app, model, key)."""
    found = []

    def note(task_result, **kwargs):
        if task_result.task.name == "update_reference_index_task":
            found.append(tuple(task_result.args))

    task_enqueued.connect(note)
    yield found
    task_enqueued.disconnect(note)


def test_pages_saved_again_and_again_are_searched_for_references_once(asked):
    page = explainer(1)
    assert len(asked) > 3
    asked.clear()
    with references_once():
        page.save_revision().publish()
        page.save_revision().publish()
        assert asked == []
    assert asked == [("laws", "explainerpage", str(page.pk))]
    page.save()
    assert len(asked) > 1  # afterwards every save counts again
