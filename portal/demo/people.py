"""Demo staff: one invented person a role, all with the password of this checkout and a second factor."""

from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model

from foundation.accounts import keeping, proposals
from foundation.accounts.models import Authenticator, Membership, Office, Role
from foundation.accounts.services import give_role


@dataclass(frozen=True)
class Person:
    username: str
    family_name: str
    given_name: str
    office: str
    roles: tuple[str, ...]
    is_superuser: bool = False


PEOPLE = [
    Person("receptionist", "苏", "小禾", "gz-zhanggong-aid", (Role.RECEPTIONIST,)),
    Person("reviewer", "严", "明之", "gz-zhanggong-aid", (Role.REVIEWER,)),
    Person("approver", "方", "定安", "gz-zhanggong-aid", (Role.APPROVER,)),
    Person("dispatcher", "路", "知行", "gz-zhanggong-aid", (Role.DISPATCHER,)),
    Person("caseworker", "林", "青禾", "gz-zhanggong-aid", (Role.CASEWORKER,)),
    Person("caseworker2", "高", "远山", "gz-zhanggong-aid", (Role.CASEWORKER,)),
    Person("supervisor", "程", "守一", "gz-justice", (Role.SUPERVISOR,)),
    Person("supervisor2", "秦", "正平", "gz-justice", (Role.SUPERVISOR,)),
    Person("qinzhou", "麦", "秋收", "ts-qinzhou-aid", (Role.RECEPTIONIST, Role.REVIEWER, Role.DISPATCHER)),
    Person("editor", "文", "晓白", "gz-justice", (Role.EDITOR,)),
    Person("case_editor", "安", "若水", "gz-justice", (Role.CASE_EDITOR,)),
    Person("propaganda", "宣", "小满", "gz-justice", (Role.PROPAGANDA,)),
    Person("operator", "运", "大维", "gz-justice", (Role.OPERATOR,)),
    Person("auditor", "镜", "如水", "gz-justice", (Role.AUDITOR,)),
    Person("admin", "管", "理员", "gz-justice", (), is_superuser=True),
]


def load_proposal():
    """One that waits: the operator wants the reviewer to decide as well, and the supervisor has not confirmed yet."""
    people = get_user_model().objects.in_bulk(["reviewer", "operator"], field_name="username")
    office = Office.objects.get(code="gz-zhanggong-aid")
    wish = keeping.Wish("appoint", people["reviewer"], office, Role.APPROVER)
    if not people["reviewer"].memberships.filter(role=Role.APPROVER).exists():
        proposals.do_or_propose(wish, actor=people["operator"])


def load_people():
    """Create whoever is missing; nobody who is there is changed, except that the password is this checkout's."""
    User = get_user_model()
    for person in PEOPLE:
        user, created = User.objects.get_or_create(
            username=person.username,
            defaults={
                "last_name": person.family_name,
                "first_name": person.given_name,
                "is_superuser": person.is_superuser,
                "is_staff": person.is_superuser,
            },
        )
        if created or not user.check_password(settings.DEMO_PASSWORD):
            user.set_password(settings.DEMO_PASSWORD)
            user.save(update_fields=["password"])
        office = Office.objects.get(code=person.office)
        for role in person.roles:
            give_role(user, role, office)
        Authenticator.objects.get_or_create(user=user, name="demo", defaults={"confirmed": True})
    load_proposal()


@contextmanager
def last_one_at(code):
    """Somebody takes what comes at an office, and then leaves: what is there is nobody's, and its clocks run."""
    office = Office.objects.get(code=code)
    name = {"last_name": "离", "first_name": "职", "is_active": True}
    person, _made = get_user_model().objects.update_or_create(username="left-nankang", defaults=name)
    Membership.objects.get_or_create(user=person, office=office, role=Role.RECEPTIONIST)
    yield
    person.is_active = False
    person.save(update_fields=["is_active"])
