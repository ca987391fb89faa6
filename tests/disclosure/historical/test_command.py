"""`manage.py historical_documents`: the page's acts by the page's rules."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from disclosure.models import Document, HistoricalBatch, HistoricalSample
from disclosure.workflow import Status
from portal.accounts.choices import Role
from tests.builders import City
from tests.disclosure.historical.batch import ROLE, old_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
OPEN = ("open", "--organ", "SJ-B", "--name", "旧文件", "--where", "公报2019年第5期")


def _call(*words: object, by: object = None) -> str:
    out = io.StringIO()
    named = ("--by", str(by)) if by else ()
    call_command("historical_documents", *map(str, words), *named, stdout=out, stderr=out)
    return out.getvalue()


def test_a_batch_from_draft_to_public(city: City) -> None:
    drafts = [old_draft(city, 1), old_draft(city, 2, abstract="")]
    by = {action: city.people[role].username for action, role in ROLE.items()}
    keys = [each.pk for each in drafts]
    with pytest.raises(CommandError, match="2019-03-31"):
        _call(*OPEN, "--on", "三月", "--documents", *keys, by=by["submit"])
    assert "2件" in _call(*OPEN, "--on", "signed", "--documents", *keys, by=by["submit"])
    batch = HistoricalBatch.objects.get().pk
    assert "没有障碍的1件" in _call("check", batch, "submit")
    with pytest.raises(CommandError, match="其余已经办理"):
        _call("run", batch, "submit", by=by["submit"])
    assert "请填写内容概述" in _call("show", batch)
    _call("take-out", batch, keys[1], "--reason", "缺概述", by=by["submit"])
    for action in ("confirm_openness", "pass_secrecy", "publish"):
        with pytest.raises(CommandError, match="请先抽取样本"):
            _call("run", batch, action, "--opinion", "不涉密。", by=by[action])
        assert str(drafts[0]) in _call("sample", batch, action, by=by[action])
        assert "还有0件" in _call("judge", batch, action, keys[0], "good", by=by[action])
        assert "已办理1件" in _call("run", batch, action, "--opinion", "不涉密。", by=by[action])
    drafts[0].refresh_from_db()
    assert drafts[0].status == Status.PUBLISHED
    assert "已公开1件" in _call("show", batch)


def test_without_the_role_nothing_is_done(city: City) -> None:
    old = old_draft(city, 1)
    chosen = (*OPEN, "--on", "2019-03-15", "--documents", old.pk)
    for name, word in (("outsider", "不是该机关的录入人员"), ("nobody", "没有账号")):
        with pytest.raises(CommandError, match=word):
            _call(*chosen, by=name)
    _call(*chosen, by=city.people[Role.CLERK].username)
    batch = HistoricalBatch.objects.get().pk
    with pytest.raises(CommandError, match="须由"):
        _call("run", batch, "submit", by=city.people[Role.SIGNER].username)
    with pytest.raises(CommandError, match="须由"):
        _call("sample", batch, "publish", by=city.people[Role.CLERK].username)
    with pytest.raises(CommandError, match="没有批次"):
        _call("show", 0)
    assert Document.objects.get().status == Status.DRAFT
    assert not HistoricalSample.objects.exists()
