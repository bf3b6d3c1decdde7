"""A thief of the disk, or whoever reads the tables: what lies there signs nobody in."""

import pytest
from django.db import connection
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from foundation.accounts import second_factor
from foundation.accounts.models import Authenticator
from foundation.vault.errors import Tampered
from tests.foundation.accounts.conftest import current_code
from tests.migrating import migrate

pytestmark = [pytest.mark.django_db, pytest.mark.attack]


def everything_kept():
    with connection.cursor() as cursor:
        cursor.execute("SELECT seed::text FROM accounts_authenticator")
        seeds = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT token FROM otp_static_statictoken")
        return " ".join([*seeds, *(row[0] for row in cursor.fetchall())])


def test_neither_seed_nor_recovery_code_lies_in_the_tables(officer):
    device = Authenticator.objects.create(user=officer, confirmed=False)
    codes = second_factor.confirm(officer, device, current_code(device))
    kept = everything_kept()
    assert len(kept) > 8 * 16
    assert device.seed not in kept
    assert device.seed.encode().hex() not in kept
    assert not [code for code in codes if code.replace("-", "") in kept]


def test_what_is_kept_of_a_recovery_code_is_none(officer, device):
    recovery = StaticDevice.objects.create(user=officer)
    token = recovery.token_set.create(token=second_factor.kept_of(officer, "abcd2345")).token
    for typed in (token, token[:8], token.upper()):
        with pytest.raises(second_factor.WrongCode):
            second_factor.verify(officer, typed)
    assert second_factor.verify(officer, "ABCD-2345") == recovery


def test_the_code_of_a_colleague_opens_nothing_put_beside_mine(officer, make_user, device):
    mine = StaticDevice.objects.create(user=officer)
    mine.token_set.create(token=second_factor.kept_of(make_user("li"), "abcd2345"))
    with pytest.raises(second_factor.WrongCode):
        second_factor.verify(officer, "abcd2345")


def test_a_seed_put_into_another_s_row_does_not_open(officer, make_user, device):
    thief = Authenticator.objects.create(user=make_user("thief"), confirmed=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_authenticator SET seed = (SELECT seed FROM accounts_authenticator WHERE id = %s) "
            "WHERE id = %s",
            [thief.pk, device.pk],
        )
    with pytest.raises(Tampered):
        current_code(Authenticator.objects.get(pk=device.pk))


def test_who_had_an_authenticator_before_goes_on_with_it(officer):
    migrate("accounts", "0007_security_keys")
    seed = "3132333435363738393031323334353637383930"
    TOTPDevice.objects.create(user_id=officer.pk, name="手机", confirmed=True, key=seed, drift=2, last_t=7)
    recovery = StaticDevice.objects.create(user_id=officer.pk, name="备用码")
    StaticToken.objects.create(device=recovery, token="abcd2345")
    migrate("accounts")
    moved = Authenticator.objects.get(user=officer)
    assert (moved.seed, moved.drift, moved.last_step, moved.confirmed) == (seed, 2, 7, True)
    assert not TOTPDevice.objects.exists()
    assert seed not in everything_kept()
    assert second_factor.verify(officer, "abcd-2345") == recovery
    migrate("accounts", "0007_security_keys")
    assert TOTPDevice.objects.get().key == seed
    migrate("accounts")
