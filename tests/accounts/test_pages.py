"""Registration, and every page of accounts: Chinese, labelled, without inline style or script."""

from __future__ import annotations

import re
import time

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from portal.accounts.models import User
from portal.accounts.permissions import is_staff_member
from portal.audit.models import AuditEntry
from portal.notifications.models import OutboxMessage
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_second_factor import totp

OPEN_PAGES = {
    "/accounts/login/": "登录",
    "/accounts/signup/": "注册",
    "/accounts/password/reset/": "重设密码",
    "/accounts/password/reset/done/": "邮件已发出",
    "/accounts/password/reset/key/done/": "密码已重设",
    "/accounts/password/reset/key/1-bad/": "设置新密码",
    "/accounts/inactive/": "账号已停用",
    "/accounts/confirm-email/": "请确认电子邮箱",
    "/accounts/confirm-email/bad/": "确认电子邮箱",
    "/accounts/3rdparty/login/cancelled/": "已取消登录",
    "/accounts/3rdparty/login/error/": "登录没有成功",
}
OWN_PAGES = {
    "/accounts/logout/": "退出登录",
    "/accounts/email/": "电子邮箱",
    "/accounts/password/change/": "修改密码",
    "/accounts/reauthenticate/": "请再次确认身份",
    "/accounts/sessions/": "登录设备",
    "/accounts/2fa/": "两步验证",
    "/accounts/3rdparty/": "统一身份认证",
}
# Words of allauth that its Chinese translation lacks would show here.
_ENGLISH = re.compile(
    r">\s*[^<>]*\b(?:the|your|you|sign|password|email|code|account)\b[^<>]*<", re.IGNORECASE
)


def check(page: str, heading: str) -> None:
    """A page's heading, labels and cleanliness."""
    assert f'<h1 class="page-title">{heading}</h1>' in page
    main = page[page.index("<h1 ") : page.index("</main>")]
    assert not _ENGLISH.search(main), _ENGLISH.search(main)
    assert not re.search(r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son\w+=", page)
    for field in re.findall(r"<(?:input|select|textarea)\b[^>]*>", main):
        if 'type="hidden"' in field:
            continue
        identity = re.search(r'\bid="([^"]+)"', field)
        assert identity, field
        assert f'for="{identity[1]}"' in page, field
        assert "placeholder" not in field, field


@pytest.mark.parametrize(("address", "heading"), OPEN_PAGES.items())
def test_open_pages(address, heading, client, db):
    answer = client.get(address, follow=True)
    assert answer.status_code in {200, 401}
    check(answer.content.decode(), heading)


@pytest.mark.parametrize(("address", "heading"), OWN_PAGES.items())
def test_own_pages(address, heading, person, sign_in):
    answer = sign_in(person("gongmin")).get(address)
    assert answer.status_code == 200
    check(answer.content.decode(), heading)


def test_the_pages_of_the_second_factor(person, sign_in):
    browser = sign_in(person("gongmin"))
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = browser.get("/accounts/2fa/totp/activate/").content.decode()
    check(page, "启用两步验证")
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)[1]
    browser.post("/accounts/2fa/totp/activate/", {"code": totp(secret, time.time())})
    for address, heading in {
        "/accounts/2fa/": "两步验证",
        "/accounts/2fa/recovery-codes/": "备用验证码",
        "/accounts/2fa/recovery-codes/generate/": "重新生成备用验证码",
        "/accounts/2fa/reauthenticate/": "请再次确认身份",
        "/accounts/2fa/totp/deactivate/": "停用两步验证",
    }.items():
        check(browser.get(address).content.decode(), heading)


def test_the_lockout_page(client, person):
    person("luru")
    for _ in range(5):
        answer = client.post("/accounts/login/", {"login": "luru", "password": "wrong"})
    check(answer.content.decode(), "登录已锁定")


def test_the_way_out_of_a_forgotten_password_stands_below_the_form(client, db):
    page = client.get("/accounts/login/").content.decode()
    assert page.count("忘记密码？") == 1
    assert page.index('id="id_password"') < page.index("忘记密码？")


def test_errors_are_summed_up_and_tied_to_their_fields(client, db):
    data = {"username": "ab", "password1": "short", "password2": "other"}
    page = client.post("/accounts/signup/", data).content.decode()
    check(page, "注册")
    assert "<title>请检查：注册_" in page
    assert '<a href="#id_username">' in page
    assert 'role="alert"' in page
    assert 'aria-invalid="true"' in page
    assert "密码太短" in page


def test_a_citizen_registers_without_mail(client, db, mailoutbox):
    data = {"username": "wangfang", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/accounts/signup/", data)["Location"] == "/"
    user = User.objects.get()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert not mailoutbox
    assert not user.is_staff
    assert not is_staff_member(user)
    assert user.password_history.count() == 1
    assert AuditEntry.objects.get(action="registered").object_id == str(user.pk)


def test_an_address_that_is_given_is_verified(client, db, mailoutbox):
    data = {
        "username": "wangfang",
        "email": "fang@example.cn",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    client.post("/accounts/signup/", data)
    (mail,) = mailoutbox
    assert mail.subject == "请确认电子邮箱"
    assert not EmailAddress.objects.get().verified
    link = next(line for line in mail.body.splitlines() if line.startswith("http"))
    check(client.get(link).content.decode(), "确认电子邮箱")
    client.post(link)
    assert EmailAddress.objects.get().verified
    check(client.get("/accounts/email/").content.decode(), "电子邮箱")


def test_registering_does_not_tell_which_addresses_have_an_account(person, mailoutbox):
    """The same answer, the same page of one's addresses; what is taken stays its owner's."""
    owner = person("zhu", email="zhu@example.cn")
    EmailAddress.objects.create(user=owner, email="zhu@example.cn", verified=True, primary=True)
    told = set()
    for name, address in (("wangfang", "zhu@example.cn"), ("wangming", "frei@example.cn")):
        browser = Client()
        data = {"username": name, "email": address, "password1": PASSWORD, "password2": PASSWORD}
        answer = browser.post("/accounts/signup/", data)
        page = browser.get("/accounts/email/").content.decode()
        main = page[page.index("<h1 ") : page.index("</main>")].replace(address, "@")
        main = re.sub(r'value="[^"]{64}"', "", main)
        told.add((answer.status_code, answer["Location"], main))
    assert len(told) == 1
    taken = EmailAddress.objects.get(user__username="wangfang")
    assert not taken.verified
    # Even the link in its letter, opened by the owner of the address, does not move it.
    link = next(line for line in mailoutbox[0].body.splitlines() if line.startswith("http"))
    Client().post(link)
    taken.refresh_from_db()
    assert not taken.verified


def test_a_borrowed_login_adds_no_address(person, sign_in, mailoutbox):
    """The password is asked once more; what is left of the old address hears of the change."""
    user = person("gongmin", email="alt@example.cn")
    EmailAddress.objects.create(user=user, email="alt@example.cn", verified=True, primary=True)
    browser = sign_in(user)
    add = {"action_add": "", "email": "neu@example.cn"}
    for act in (add, {"action_remove": "", "email": "alt@example.cn"}):
        answer = browser.post("/accounts/email/", act)
        assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert EmailAddress.objects.count() == 1
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    browser.post("/accounts/email/", add)
    EmailAddress.objects.filter(email="neu@example.cn").update(verified=True)
    browser.post("/accounts/email/", {"action_primary": "", "email": "neu@example.cn"})
    told = AuditEntry.objects.get(action="own_address_changed")
    assert told.details == {"field": "address", "old": "a***@example.cn", "new": "n***@example.cn"}
    assert OutboxMessage.objects.get(address="alt@example.cn").subject == "您的账号更换主要电子邮箱"


@pytest.mark.parametrize("name", ["admin", "管理员", "abc", "WANGFANG"])
def test_reserved_short_and_taken_names_are_refused(name, client, person):
    person("wangfang")
    data = {"username": name, "password1": PASSWORD, "password2": PASSWORD}
    page = client.post("/accounts/signup/", data).content.decode()
    assert "有内容需要更正" in page
    assert User.objects.count() == 1


def test_without_a_provider_there_is_no_button(client, db):
    assert "统一身份认证" not in client.get("/accounts/login/").content.decode()


def test_the_words_are_the_house_s_own(client, person, sign_in):
    page = client.get("/accounts/signup/").content.decode()
    assert "至少10个字符，大写字母、小写字母、数字、符号中用三种" in page
    assert "最近5次用过的密码" in page
    assert "电子邮箱（选填）" in page
    assert "再输一次密码" in page
    for strange in ("选填项", "密码（重复）", "必须包含至少", "电子邮件"):
        assert strange not in page, strange
    browser = sign_in(person("gongmin"))
    changing = browser.get("/accounts/password/change/").content.decode()
    assert changing.count("至少10个字符") == 1
    assert "再输一次新密码" in changing


def test_whoever_signs_in_is_told_so_plainly(client, person):
    person("gongmin")
    answer = client.post(
        "/accounts/login/", {"login": "gongmin", "password": PASSWORD}, follow=True
    )
    assert "您已登录。" in answer.content.decode()
