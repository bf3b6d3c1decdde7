"""What everybody thinks of is refused, however long; what nobody else thinks of is taken."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from foundation.accounts.models import User

WANG = User(username="wangfang", last_name="王", first_name="芳", email="fang.wang@example.com")


@pytest.mark.attack
@pytest.mark.parametrize(
    "password",
    [
        *("5201314520131", "woaini1314520", "woaini5201314!", "Woaini@1314520", "WOAINI 1314 520"),
        *("wangfang123456", "WangFang@2026", "fang.wang19900101", "王芳123456789", "wf1990010112345"),
        *("qwertyuiop123", "1q2w3e4r5t6y", "1qaz2wsx3edc", "asdfghjkl;123", "zxcvbnm123456"),
        *("password2026!", "P@ssw0rd123456", "Admin@123456789", "administrator1", "welcome2026!!"),
        *("aaaaaaaaaaaa", "abcabcabcabcabc", "abcdefghijkl", "fayuanhuimin2026", "sifaju@12348"),
        *(
            "woaizhongguo2026",
            "123456abcdef",
            "ｗｏａｉｎｉ１３１４５２０",
            "nihaonihaonihao",
            "13800138000abc",
        ),
        *("a1b2", "short-one", "1234567890123"),
    ],
)
def test_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, WANG)


@pytest.mark.parametrize(
    "password",
    [
        *("correct horse battery staple", "long-and-invented-2026", "quite-another-long-one"),
        *("xuehua piaopiao beifeng", "7Kd!mz0Qp-vT2r", "梅花三弄清风徐来不见故人"),
        *("hongshulin kafei 88 maoxian", "R4-tunnel-orchard-Q9", "another-long-password"),
    ],
)
def test_taken(password):
    validate_password(password, WANG)


def test_of_nobody_in_particular_the_words_alone_count():
    with pytest.raises(ValidationError):
        validate_password("woaini1314520")
    validate_password("correct horse battery staple")
