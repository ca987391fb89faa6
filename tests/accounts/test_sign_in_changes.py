"""三员: no office changes alone what another one's sign-in rests on, whichever way it tries."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from portal.accounts.choices import ChangeState, Role, SignInData
from portal.accounts.models import SignInChange
from portal.accounts.services.passwords import send_reset_link
from portal.accounts.services.people import create_person
from portal.accounts.services.roles import grant_role
from portal.accounts.services.sign_in_changes import ask_change, confirm_change, refuse_change
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.models import OutboxMessage
from tests.accounts.conftest import PASSWORD

PEOPLE, CHANGES = "/admin/accounts/user/", "/admin/accounts/signinchange/"
OFFICES = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)


@pytest.fixture
def offices(person, district):
    """The three offices of a district, each with a mail address that is proved."""
    people = {}
    for role in OFFICES:
        name = role.value.replace("_", "")
        people[role] = person(name, (district, role), email=f"{name}@work.cn", full_name=name)
        EmailAddress.objects.create(
            user=people[role], email=f"{name}@work.cn", verified=True, primary=True
        )
    return people


@pytest.fixture
def keeper(offices):
    return offices[Role.SYSTEM_ADMIN]


@pytest.fixture
def guard(offices):
    return offices[Role.SECURITY_ADMIN]


@pytest.fixture
def auditor(offices):
    return offices[Role.AUDITOR]


def test_an_address_is_not_taken_over_by_a_form(offices, keeper, sign_in, mailoutbox):
    """The way it was done: write another address, ask for a new password, open the link."""
    browser = sign_in(keeper)
    for role in (Role.SECURITY_ADMIN, Role.AUDITOR):
        victim = offices[role]
        data = {"full_name": "魏宁远", "email": "attacker@example.test", "_save": "1"}
        page = browser.post(f"{PEOPLE}{victim.pk}/change/", data, follow=True).content.decode()
        assert "经安全管理员确认后生效" in page
        Client().post("/accounts/password/reset/", {"email": "attacker@example.test"})
        assert not [mail for mail in mailoutbox if "attacker@example.test" in mail.to]
        before = victim.email
        victim.refresh_from_db()
        assert (victim.email, victim.full_name) == (before, "魏宁远")
        change = SignInChange.objects.get(user=victim)
        # Nor does the office confirm what it asked for itself.
        browser.post(CHANGES, {"action": "confirm", "_selected_action": [change.pk]})
        change.refresh_from_db()
        assert change.state == ChangeState.PENDING


def test_the_second_office_confirms_and_the_old_address_hears_of_it(
    auditor, keeper, guard, sign_in, now
):
    change = ask_change(
        user=auditor, kind=SignInData.ADDRESS, value="neu@work.cn", by=keeper, at=now
    )
    queue = sign_in(guard).get(CHANGES).content.decode()
    assert "neu@work.cn" in queue
    answer = sign_in(guard).post(CHANGES, {"action": "confirm", "_selected_action": [change.pk]})
    assert answer.status_code == 302
    auditor.refresh_from_db()
    change.refresh_from_db()
    assert (auditor.email, change.state, change.new_value) == ("neu@work.cn", "confirmed", "")
    assert not EmailAddress.objects.get(user=auditor).verified
    entries = AuditEntry.objects.filter(action__startswith="sign_in_change").order_by("sequence")
    assert [(entry.action, entry.actor_id) for entry in entries] == [
        ("sign_in_change_asked", keeper.pk),
        ("sign_in_change_confirmed", guard.pk),
    ]
    for entry in entries:
        assert entry.details == {
            "change": change.pk,
            "field": "address",
            "old": "a***@work.cn",
            "new": "n***@work.cn",
        }
    told = OutboxMessage.objects.filter(kind="accounts.sign_in_data")
    assert set(told.filter(address="auditor@work.cn").values_list("subject", flat=True)) == {
        "电子邮箱已经变更"
    }
    assert told.filter(user=auditor).count() >= 2
    assert told.filter(user=guard, subject__startswith="请确认").exists()
    assert "neu@work.cn" not in sign_in(guard).get(f"{CHANGES}?state=confirmed").content.decode()


@pytest.mark.parametrize("kind", list(SignInData))
def test_nobody_confirms_but_the_second_office(
    kind, offices, keeper, auditor, neighbour, person, now
):
    Authenticator.objects.create(user=auditor, type="totp", data={})
    change = ask_change(user=auditor, kind=kind, value="n@work.cn", by=keeper, at=now)
    elsewhere = person("waiqu", (neighbour, Role.SECURITY_ADMIN))
    for by in (keeper, auditor, elsewhere):
        with pytest.raises(NotPermitted):
            confirm_change(change=change, by=by, at=now)
    for by in (auditor, elsewhere):
        with pytest.raises(NotPermitted):
            refuse_change(change=change, by=by, at=now)
    refuse_change(change=change, by=keeper, at=now)
    with pytest.raises(ActRefused, match="不能再办理"):
        confirm_change(change=change, by=guard, at=now)


@pytest.mark.parametrize("kind", list(SignInData))
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM_ADMIN])
def test_nobody_asks_but_the_system_administrator(role, kind, person, district, auditor, now):
    other = person("other", (district, role))
    with pytest.raises(NotPermitted, match="只有系统管理员"):
        ask_change(user=auditor, kind=kind, value="n@work.cn", by=other, at=now)


def test_two_people_by_the_database_too(auditor, keeper, now):
    change = ask_change(user=auditor, kind=SignInData.ADDRESS, value="n@w.cn", by=keeper, at=now)
    for changes in (
        {"state": ChangeState.CONFIRMED, "decided_by": keeper, "new_value": ""},
        {"state": ChangeState.CONFIRMED, "decided_by": None, "new_value": ""},
        {"state": ChangeState.REFUSED},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            SignInChange.objects.filter(pk=change.pk).update(**changes)


def test_a_second_factor_is_reset_by_two(auditor, keeper, guard, sign_in, now):
    with pytest.raises(ActRefused, match="没有启用两步验证"):
        ask_change(user=auditor, kind=SignInData.SECOND_FACTOR, by=keeper, at=now)
    browser = sign_in(auditor)
    Authenticator.objects.create(user=auditor, type="totp", data={})
    sign_in(keeper).post(
        PEOPLE, {"action": "reset_second_factor", "_selected_action": [auditor.pk]}
    )
    assert Authenticator.objects.filter(user=auditor).exists()
    confirm_change(change=SignInChange.objects.get(), by=guard, at=now)
    assert not Authenticator.objects.filter(user=auditor).exists()
    assert not UserSession.objects.filter(user=auditor).exists()
    assert browser.get("/accounts/email/").status_code == 302


def test_a_password_is_reset_by_two_and_known_to_neither(
    auditor, keeper, guard, sign_in, mailoutbox, now, django_capture_on_commit_callbacks
):
    sign_in(keeper).post(PEOPLE, {"action": "reset_password", "_selected_action": [auditor.pk]})
    with django_capture_on_commit_callbacks(execute=True):
        confirm_change(change=SignInChange.objects.get(), by=guard, at=now)
    mail = next(mail for mail in mailoutbox if mail.subject == "重设密码")
    assert mail.to == ["auditor@work.cn"]
    link = next(line for line in mail.body.splitlines() if line.startswith("http"))
    # The link is in no row that an office could read, and opens the form for a new password.
    key = link.rstrip("/").rsplit("-", 1)[-1]
    assert not OutboxMessage.objects.filter(body__contains=key).exists()
    page = Client().get(link.replace("http://127.0.0.1:8000", ""), follow=True)
    assert "设置新密码" in page.content.decode()
    assert auditor.check_password(PASSWORD)


def test_a_mail_server_that_refuses_is_told_without_the_address(
    auditor, settings, caplog, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with django_capture_on_commit_callbacks(execute=True):
        send_reset_link(auditor)
    assert "重设密码的邮件没有发出（ConnectionRefusedError）" in caplog.text
    assert auditor.email not in caplog.text


def test_nowhere_to_send_a_link(person, district, keeper, now):
    clerk = person("luru", (district, Role.CLERK))
    with pytest.raises(ActRefused, match="没有登记电子邮箱"):
        ask_change(user=clerk, kind=SignInData.PASSWORD, by=keeper, at=now)
    with pytest.raises(ActRefused, match="没有变化"):
        ask_change(user=clerk, kind=SignInData.ADDRESS, value="", by=keeper, at=now)


def test_a_later_change_takes_the_place_of_the_earlier(auditor, keeper, guard, now):
    first = ask_change(user=auditor, kind=SignInData.ADDRESS, value="a@w.cn", by=keeper, at=now)
    ask_change(user=auditor, kind=SignInData.ADDRESS, value="b@w.cn", by=keeper, at=now)
    with pytest.raises(ActRefused, match="已另行提出"):
        confirm_change(change=first, by=guard, at=now)
    assert SignInChange.objects.filter(state=ChangeState.PENDING).count() == 1


def test_no_office_for_an_account_whose_password_another_knows(keeper, guard, district, now):
    """Whoever opened the account knows its first password until its owner has changed it."""
    new = create_person(
        username="xinren", full_name="", email="", password=PASSWORD, by=keeper, at=now
    )
    for role in OFFICES:
        with pytest.raises(ActRefused, match="先登录并更换密码"):
            grant_role(user=new, organ=district, role=role, by=guard, at=now)
    new.set_password("Eigen-2026-neu")
    new.save()
    grant_role(user=new, organ=district, role=Role.AUDITOR, by=guard, at=now)


def test_who_opened_an_account_keeps_no_way_into_it(keeper, guard, district, now, mailoutbox):
    """With the first password an address of one's own is proved; later it would reset the next."""
    new = create_person(
        username="xinren",
        full_name="",
        email="xinren@work.cn",
        password=PASSWORD,
        by=keeper,
        at=now,
    )
    evil = EmailAddress.objects.create(
        user=new, email="keeper@else.test", verified=True, primary=False
    )
    link = reverse("account_confirm_email", args=[EmailConfirmationHMAC(evil).key])
    new.set_password("Eigen-2026-neu")
    new.save()
    for role in (Role.CLERK, Role.AUDITOR):
        grant_role(user=new, organ=district, role=role, by=guard, at=now)
        assert Client().post(link).status_code in (302, 404)
        (kept,) = EmailAddress.objects.filter(user=new)
        assert (kept.email, kept.verified) == ("xinren@work.cn", False)
        # Until the office comes the person proves the one that is theirs.
        EmailAddress.objects.filter(user=new).update(verified=role != Role.AUDITOR)
    for address in ("keeper@else.test", "xinren@work.cn"):
        Client().post(reverse("account_reset_password"), {"email": address})
    assert not mailoutbox


def test_no_office_for_an_account_of_ones_own(guard, district, person, now):
    """Else whoever gives roles would register a second account and give it another office."""
    second = person("gongmin")
    for role in OFFICES:
        with pytest.raises(ActRefused, match="自行注册"):
            grant_role(user=second, organ=district, role=role, by=guard, at=now)
    grant_role(user=second, organ=district, role=Role.CLERK, by=guard, at=now)


def test_other_fields_and_pages_do_not_lead_there(offices, keeper, auditor, sign_in):
    """What a hand-made form might carry, and pages that libraries would have brought."""
    browser, before = sign_in(keeper), auditor.password
    data = {
        "full_name": "x", "email": auditor.email, "username": "other", "password": "x",
        "is_superuser": "on", "is_staff": "", "user_permissions": "1", "groups": "1",
    }  # fmt: skip
    browser.post(f"{PEOPLE}{auditor.pk}/change/", data)
    auditor.refresh_from_db()
    assert (auditor.username, auditor.password, auditor.is_superuser) == ("auditor", before, False)
    for page in (
        f"accounts/user/{auditor.pk}/password/", "account/emailaddress/", "auth/group/",
        "mfa/authenticator/", "socialaccount/socialaccount/", "usersessions/usersession/",
    ):  # fmt: skip
        assert browser.get(f"/admin/{page}").status_code in (302, 404), page
    assert not SignInChange.objects.exists()
