"""People and roles in the back office: who may do what, through the services."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.audit.models import AuditEntry
from tests.accounts.conftest import PASSWORD, own_queries

PEOPLE = "/admin/accounts/user/"
ROLES = "/admin/accounts/membership/"


@pytest.fixture
def enter(sign_in):
    """Sign in someone the stock admin site lets in; the portal's own asks is_staff_member."""

    def open_door(user: User):
        user.is_staff = True
        user.save()
        return sign_in(user)

    return open_door


@pytest.fixture
def keeper(person, district):
    return person("xitong", (district, Role.SYSTEM_ADMIN))


@pytest.fixture
def guard(person, district):
    return person("anquan", (district, Role.SECURITY_ADMIN))


def test_system_admin_opens_an_account(keeper, enter):
    data = {"username": "xinren", "full_name": "王芳", "email": "", "password": PASSWORD}
    answer = enter(keeper).post(f"{PEOPLE}add/", data)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    user = User.objects.get(username="xinren")
    assert user.check_password(PASSWORD)
    assert user.password_changed_at is None
    assert AuditEntry.objects.get(action="person_created").actor_id == keeper.pk


def test_a_weak_first_password_and_a_taken_name_are_refused(keeper, enter):
    data = {"username": "XITONG", "full_name": "", "email": "", "password": "short"}
    page = enter(keeper).post(f"{PEOPLE}add/", data).content.decode()
    assert "密码太短" in page
    assert "已有同名账号" in page


def test_a_change_goes_through_the_service(keeper, person, district, enter):
    clerk = person("luru", (district, Role.CLERK))
    browser = enter(keeper)
    page = browser.get(f"{PEOPLE}{clerk.pk}/change/").content.decode()
    assert clerk.password not in page
    data = {"full_name": "李明", "email": "", "is_superuser": "on", "username": "other"}
    assert browser.post(f"{PEOPLE}{clerk.pk}/change/", data).status_code == 302
    clerk.refresh_from_db()
    assert (clerk.full_name, clerk.username, clerk.is_superuser) == ("李明", "luru", False)
    assert AuditEntry.objects.get(action="person_updated").object_id == str(clerk.pk)


def test_stopping_and_resuming(keeper, person, district, neighbour, enter):
    clerk = person("luru", (district, Role.CLERK))
    browser = enter(keeper)
    for action, active in (("stop", False), ("resume", True), ("unlock", True)):
        data = {"action": action, "_selected_action": [clerk.pk]}
        page = browser.post(PEOPLE, data, follow=True).content.decode()
        assert "luru：已" in page
        clerk.refresh_from_db()
        assert clerk.is_active is active
    page = browser.post(
        PEOPLE, {"action": "stop", "_selected_action": [keeper.pk]}, follow=True
    ).content.decode()
    assert "不能停用自己的账号" in page


def test_outsiders_and_citizens_are_not_listed(keeper, person, district, neighbour, enter):
    person("luru", (district, Role.CLERK), full_name="本区录入")
    other = person("linqu", (neighbour, Role.CLERK), full_name="邻区录入")
    citizen = person("gongmin", full_name="公众王某")
    browser = enter(keeper)
    page = browser.get(PEOPLE).content.decode()
    assert "本区录入" in page
    assert "邻区录入" not in page
    assert "公众王某" not in page
    for hidden in (other, citizen):
        assert browser.get(f"{PEOPLE}{hidden.pk}/change/").status_code == 302
        assert browser.post(f"{PEOPLE}{hidden.pk}/change/", {"full_name": "x"}).status_code == 302
        hidden.refresh_from_db()
        assert hidden.full_name != "x"


def test_security_admin_grants_and_takes_roles(guard, person, district, enter):
    clerk = person("luru", is_staff=True)
    browser = enter(guard)
    data = {"user": clerk.pk, "organ": district.pk, "role": Role.CLERK}
    assert browser.post(f"{ROLES}add/", data).status_code == 302
    membership = Membership.objects.get(user=clerk)
    assert AuditEntry.objects.get(action="role_granted").actor_id == guard.pk

    answer = browser.post(f"{ROLES}{membership.pk}/delete/", {"post": "yes"})
    assert answer.status_code == 302
    assert not Membership.objects.filter(user=clerk).exists()
    assert AuditEntry.objects.get(action="role_revoked").actor_id == guard.pk


def test_refused_grants_say_why(guard, person, district, neighbour, enter):
    auditor = person("shenji", (district, Role.AUDITOR))
    browser = enter(guard)
    data = {"user": auditor.pk, "organ": district.pk, "role": Role.SYSTEM_ADMIN}
    page = browser.post(f"{ROLES}add/", data).content.decode()
    assert "三种角色不得由同一人兼任" in page
    # An organ outside the tree is not even a choice.
    data |= {"organ": neighbour.pk, "role": Role.CLERK}
    assert browser.post(f"{ROLES}add/", data).status_code == 200
    assert auditor.memberships.count() == 1


@pytest.mark.parametrize(
    ("role", "people", "roles"),
    [
        (Role.SYSTEM_ADMIN, 200, 403),
        (Role.SECURITY_ADMIN, 403, 200),
        (Role.AUDITOR, 403, 403),
        (Role.CLERK, 403, 403),
    ],
)
def test_each_office_has_its_own_acts(role, people, roles, person, district, enter):
    browser = enter(person("someone", (district, role)))
    assert browser.get(f"{PEOPLE}add/").status_code == people
    assert browser.get(f"{ROLES}add/").status_code == roles
    reads = 403 if role is Role.CLERK else 200
    assert browser.get(PEOPLE).status_code == reads
    assert browser.get(ROLES).status_code == reads


@pytest.mark.parametrize("others", [1, 3])
def test_lists_take_a_fixed_number_of_queries(others, guard, person, district, enter):
    for number in range(others):
        person(f"luru{number}", (district, Role.CLERK))
    browser = enter(guard)
    with CaptureQueriesContext(connection) as captured:
        page = browser.get(ROLES).content.decode()
    assert page.count("luru") >= others
    assert own_queries(captured) == 9
