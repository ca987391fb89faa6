"""What everybody reads of an opinion: masked, with consent, gone with it; reference test 13."""

from __future__ import annotations

import pytest
from django.db import transaction

from decisions.consultations.counts import ledger_for
from decisions.consultations.exchange import as_csv, as_json
from decisions.consultations.models import Consultation, Opinion
from decisions.consultations.services import public_copies
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import City
from tests.decisions.consultations.cases import CAME_AT, DAY, hands, opinion, running, written

pytestmark = pytest.mark.django_db
AT = CAME_AT + 2 * DAY


def _shown(city: City, made: Opinion) -> Opinion:
    return public_copies.show(
        opinion=made, text=public_copies.proposed_text(made), by=hands(city)[0], at=AT
    )


def test_a_masked_copy_with_the_name_only_by_its_own_consent(city: City) -> None:
    row = running(city)
    text = "我是陈演示，电话13800001111，夜间太贵。"
    named = written(row, text, name="陈演示", may_publish=True, may_name=True)
    unnamed = written(row, text, name="陈演示", may_publish=True)
    for made, name in ((named, "陈演示"), (unnamed, "")):
        done = _shown(city, made)
        assert "13800001111" not in done.public_text
        assert "陈演示" not in done.public_text
        assert done.public_name == name


def test_without_consent_it_is_counted_and_read_nowhere(city: City) -> None:
    row = running(city)
    made = written(row, "不愿公开的话。", name="陈演示")
    with pytest.raises(ActRefused, match="没有同意公开"):
        _shown(city, made)
    with pytest.raises(Exception, match="only_with_consent"), transaction.atomic():
        Opinion.objects.filter(pk=made.pk).update(public_text="x", shown_at=AT)
    with pytest.raises(ActRefused, match="重新选择"):
        _show_all(city, row, 1, another=written(row, may_publish=True).serial)
    assert ledger_for(row).total.received == 2
    for kept in (as_csv(row), str(as_json(row))):
        assert "不愿公开" not in kept
        assert "陈演示" not in kept


def _show_all(city: City, row: Consultation, *serials: int, another: int = 0) -> None:
    chosen = {*serials, another} - {0}
    public_copies.show_opinions(consultation=row, serials=chosen, by=hands(city)[0], at=AT)


def test_many_at_once_each_by_a_look(city: City) -> None:
    row = running(city)
    for number in range(3):
        written(row, f"第{number}条，请便宜。", may_publish=True)
    _show_all(city, row, 1, 3)
    assert list(row.opinions.shown().values_list("serial", flat=True)) == [1, 3]
    assert row.opinions.get(serial=3).acts.last().action == "show"


def test_consent_withdrawn_it_is_gone_everywhere(city: City) -> None:
    made = _shown(city, opinion(city))
    row = made.consultation
    assert "陈先生" in as_csv(row)
    done = public_copies.withdraw_name(opinion=made, at=AT)
    assert done.public_text
    assert "陈先生" not in as_csv(row)
    done = public_copies.withdraw_consent(opinion=done, at=AT)
    assert (done.public_text, done.shown_at) == ("", None)
    assert "夜间" not in str(as_json(row)["opinions"])
    assert ledger_for(row).total.received == 1
    with pytest.raises(ActRefused, match="没有同意公开"):
        public_copies.withdraw_consent(opinion=done, at=AT)


def test_taken_back_it_is_counted_apart(city: City) -> None:
    made = _shown(city, opinion(city))
    done = public_copies.withdraw(opinion=made, at=AT)
    ledger = ledger_for(done.consultation)
    assert (ledger.total.received, ledger.withdrawn) == (0, 1)
    assert not done.consultation.opinions.shown().exists()
    with pytest.raises(NotPermitted):
        public_copies.withdraw(opinion=done, at=AT)


def test_a_number_that_a_person_left_in_is_refused(city: City) -> None:
    made = opinion(city)
    with pytest.raises(ActRefused, match="还有"):
        public_copies.show(opinion=made, text="请打13800001111", by=hands(city)[0], at=AT)


def test_hidden_again_with_a_reason(city: City) -> None:
    made = _shown(city, opinion(city))
    public_copies.hide(opinion=made, reason="有隐私", by=hands(city)[0], at=AT)
    assert not made.consultation.opinions.shown().exists()
