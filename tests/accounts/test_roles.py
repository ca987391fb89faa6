"""Who may give and take roles, and which roles exclude each other."""

from __future__ import annotations

import itertools

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from portal.accounts.choices import EXCLUSIVE, Role
from portal.accounts.models import Membership
from portal.accounts.permissions import (
    holds,
    is_staff_member,
    organs_governed,
    organs_with_role,
    second_factor_required,
)
from portal.accounts.services.roles import grant_role, revoke_role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted


@pytest.fixture
def guard(person, district):
    return person("anquan", (district, Role.SECURITY_ADMIN))


def test_security_admin_grants_a_role_and_leaves_a_trace(guard, person, district, now):
    clerk = person("luru")
    assert not holds(clerk, district, Role.CLERK)

    grant_role(user=clerk, organ=district, role=Role.CLERK, by=guard, at=now)

    assert holds(clerk, district, Role.CLERK)
    assert organs_with_role(clerk, Role.CLERK) == {district.pk}
    entry = AuditEntry.objects.get(action="role_granted")
    assert (entry.actor_id, entry.object_id, entry.organ_code) == (
        guard.pk,
        str(clerk.pk),
        "district",
    )
    assert entry.summary == "授予文华区政府录入角色"


def test_security_admin_takes_a_role(guard, person, district, now):
    clerk = person("luru", (district, Role.CLERK))
    assert holds(clerk, district, Role.CLERK)

    membership = Membership.objects.get(user=clerk)
    revoke_role(membership=membership, by=guard, at=now)

    assert not Membership.objects.filter(user=clerk).exists()
    assert not holds(membership.user, district, Role.CLERK)
    assert AuditEntry.objects.get(action="role_revoked").details == {"role": "clerk"}


def test_security_admin_of_an_organ_above_grants(person, city, district, now):
    above = person("anquan", (city, Role.SECURITY_ADMIN))
    grant_role(user=person("luru"), organ=district, role=Role.CLERK, by=above, at=now)
    assert organs_governed(above, Role.SECURITY_ADMIN) == {city.pk, district.pk}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SECURITY_ADMIN])
def test_no_other_role_grants_or_revokes(role, person, district, now):
    other = person("other", (district, role))
    clerk = person("luru", (district, Role.CLERK))
    with pytest.raises(NotPermitted, match="只有文华区政府或其上级机关的安全管理员"):
        grant_role(user=clerk, organ=district, role=Role.SIGNER, by=other, at=now)
    with pytest.raises(NotPermitted):
        revoke_role(membership=clerk.memberships.get(), by=other, at=now)
    assert list(clerk.memberships.values_list("role", flat=True)) == ["clerk"]
    assert not AuditEntry.objects.exists()


def test_outsider_from_another_organ_cannot_grant(person, district, neighbour, city, now):
    outsider = person("anquan", (neighbour, Role.SECURITY_ADMIN))
    clerk = person("luru")
    for organ in (district, city):
        with pytest.raises(NotPermitted):
            grant_role(user=clerk, organ=organ, role=Role.CLERK, by=outsider, at=now)


def test_nobody_grants_to_themselves_but_the_superuser(guard, superuser, district, now):
    with pytest.raises(ActRefused, match="不能给自己授予角色"):
        grant_role(user=guard, organ=district, role=Role.SIGNER, by=guard, at=now)
    grant_role(user=superuser, organ=district, role=Role.SECURITY_ADMIN, by=superuser, at=now)


@pytest.mark.parametrize(("held", "wanted"), list(itertools.permutations(sorted(EXCLUSIVE), 2)))
def test_exclusive_roles_are_refused_with_a_sentence(
    held, wanted, person, superuser, district, neighbour, now
):
    # In another organ as well: the three stay apart for the person, not for the organ.
    official = person("guanli", (neighbour, held), full_name="李明")
    with pytest.raises(ActRefused, match="三种角色不得由同一人兼任：李明已担任青山区政府的"):
        grant_role(user=official, organ=district, role=Role(wanted), by=superuser, at=now)


@pytest.mark.parametrize(("held", "wanted"), list(itertools.permutations(sorted(EXCLUSIVE), 2)))
def test_the_database_keeps_exclusive_roles_apart(held, wanted, person, district, neighbour):
    official = person("guanli", (district, held))
    with pytest.raises(IntegrityError, match="exclusive_roles_apart"), transaction.atomic():
        Membership.objects.create(user=official, organ=neighbour, role=wanted)


def test_ordinary_roles_combine_with_an_exclusive_one(guard, person, district, now):
    auditor = person("shenji", (district, Role.AUDITOR))
    grant_role(user=auditor, organ=district, role=Role.SUPERVISOR, by=guard, at=now)
    assert holds(auditor, district, Role.SUPERVISOR)


def test_refusals_of_the_person_and_the_organ(guard, person, district, now):
    stopped = person("tingyong", is_active=False)
    with pytest.raises(ActRefused, match="已停用"):
        grant_role(user=stopped, organ=district, role=Role.CLERK, by=guard, at=now)

    clerk = person("luru", (district, Role.CLERK))
    with pytest.raises(ActRefused, match="已经是文华区政府的录入人员"):
        grant_role(user=clerk, organ=district, role=Role.CLERK, by=guard, at=now)

    citizen = person("gongmin")
    SocialAccount.objects.create(user=citizen, provider="oidc", uid="1")
    with pytest.raises(ActRefused, match="统一身份认证登录的账号"):
        grant_role(user=citizen, organ=district, role=Role.CLERK, by=guard, at=now)

    district.is_active = False
    with pytest.raises(ActRefused, match="文华区政府已停用"):
        grant_role(user=person("xinren"), organ=district, role=Role.CLERK, by=guard, at=now)


def test_staff_are_those_who_hold_a_role(person, superuser, district):
    assert is_staff_member(person("luru", (district, Role.CLERK)))
    assert is_staff_member(superuser)
    assert not is_staff_member(person("gongmin"))
    assert not is_staff_member(person("tingyong", (district, Role.CLERK), is_active=False))
    assert not is_staff_member(AnonymousUser())


def test_roles_are_read_once_for_a_user(person, district, django_assert_num_queries):
    clerk = person("luru", (district, Role.CLERK))
    with django_assert_num_queries(1):
        assert holds(clerk, district, Role.CLERK)
        assert is_staff_member(clerk)
        assert not second_factor_required(clerk)
        assert not organs_with_role(clerk, Role.SIGNER)
