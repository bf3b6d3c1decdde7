import pytest

from foundation.accounts.models import Role, User
from foundation.accounts.services import give_role
from foundation.notices.models import Message
from foundation.vault import heads, tasks
from foundation.vault.services import record_access


@pytest.mark.attack
def test_who_keeps_the_site_is_told_once_a_day_that_a_log_was_touched(settings, tmp_path, staff_office):
    settings.AUDIT_HEADS_DIR = tmp_path
    keepers = [
        User.objects.create_superuser("root"),
        User.objects.create_user("keeper"),
        User.objects.create_user("gone", is_active=False),
        User.objects.create_user("clerk"),
    ]
    give_role(keepers[1], Role.OPERATOR, staff_office)
    give_role(keepers[2], Role.OPERATOR, staff_office)
    give_role(keepers[3], Role.RECEPTIONIST, staff_office)
    record_access(None, "test.step", staff_office)
    heads.note()
    heads.path().write_text(heads.path().read_text().replace('"number": 1', '"number": 2'))
    for _hour in range(2):
        with pytest.raises(RuntimeError):
            tasks.note_heads(timestamp=0)
    assert [Message.objects.inbox_of(user).count() for user in keepers] == [1, 1, 0, 0]
    assert "记录" in Message.objects.inbox_of(keepers[0]).get().text()
