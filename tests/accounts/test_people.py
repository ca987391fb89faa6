"""Opening and stopping accounts."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession

from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.accounts.services.people import (
    create_person,
    deactivate_user,
    reactivate_user,
    rename_person,
)
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from tests.accounts.conftest import PASSWORD


@pytest.fixture
def keeper(person, district):
    return person("xitong", (district, Role.SYSTEM_ADMIN))


def test_system_admin_opens_an_account(keeper, now):
    create_person(
        username="xinren", full_name="王芳", email="", password=PASSWORD, by=keeper, at=now
    )
    user = User.objects.get(username="xinren")
    assert user.check_password(PASSWORD)
    assert user.password_changed_at is None  # someone else chose it
    assert user.password_history.count() == 1
    assert AuditEntry.objects.get(action="person_created").object_id == str(user.pk)


def test_names_that_differ_by_capitals_are_refused(keeper, person, now):
    person("zhang")
    with pytest.raises(ActRefused, match="同名"):
        create_person(
            username="ZHANG", full_name="", email="", password=PASSWORD, by=keeper, at=now
        )


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM_ADMIN])
def test_no_other_role_opens_or_stops_accounts(role, person, district, now):
    other, clerk = person("other", (district, role)), person("luru", (district, Role.CLERK))
    with pytest.raises(NotPermitted, match="只有系统管理员"):
        create_person(username="x", full_name="", email="", password=PASSWORD, by=other, at=now)
    with pytest.raises(NotPermitted):
        deactivate_user(user=clerk, reason="调离", by=other, at=now)


def test_stopping_an_account_ends_its_sessions(keeper, person, district, sign_in, now):
    clerk = person("luru", (district, Role.CLERK))
    browser = sign_in(clerk)
    assert UserSession.objects.filter(user=clerk).count() == 1

    deactivate_user(user=clerk, reason="调离", by=keeper, at=now)

    assert not UserSession.objects.filter(user=clerk).exists()
    assert browser.get("/accounts/email/").status_code == 302
    assert AuditEntry.objects.get(action="person_deactivated").details == {"reason": "调离"}

    reactivate_user(user=clerk, by=keeper, at=now)
    clerk.refresh_from_db()
    assert clerk.is_active
    assert clerk.password_changed_at is None


def test_refusals(keeper, person, superuser, district, neighbour, now):
    with pytest.raises(ActRefused, match="不能停用自己"):
        deactivate_user(user=keeper, reason="调离", by=keeper, at=now)
    clerk = person("luru", (district, Role.CLERK))
    with pytest.raises(ActRefused, match="停用原因"):
        deactivate_user(user=clerk, reason=" ", by=keeper, at=now)
    with pytest.raises(ActRefused, match="没有停用"):
        reactivate_user(user=clerk, by=keeper, at=now)
    with pytest.raises(NotPermitted, match="超级管理员"):
        deactivate_user(user=superuser, reason="调离", by=keeper, at=now)
    both = person("liangchu", (district, Role.CLERK), (neighbour, Role.CLERK))
    with pytest.raises(NotPermitted, match="管理范围以外"):
        deactivate_user(user=both, reason="调离", by=keeper, at=now)
    with pytest.raises(NotPermitted, match="由本人管理"):
        rename_person(user=person("gongmin"), full_name="", by=keeper, at=now)
