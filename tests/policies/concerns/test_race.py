"""Two who release at the same moment: one of them does."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from policies.concerns.services import concerns
from portal.accounts.choices import Role
from portal.common.errors import ActRefused
from tests.builders import person, small_city
from tests.policies.concerns.cases import AT, again, brought

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_double_release_makes_one() -> None:
    city = small_city()
    concern = brought(city, "review")
    second = person("p-second", organs=[city.office], roles=[Role.ANSWER_REVIEWER])
    ready, ends = threading.Barrier(2), []

    def release(by: object) -> None:
        try:
            ready.wait(timeout=10)
            concerns.release(concern=again(concern), by=by, at=AT)
            ends.append("released")
        except ActRefused as error:
            ends.append(str(error))
        finally:
            connection.close()

    people = (city.people[Role.ANSWER_REVIEWER], second)
    threads = [threading.Thread(target=release, args=(by,)) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == sorted(["released", "关切已回应，现在不能审核发布。"])
    assert concern.acts.filter(action="release").count() == 1
    assert concern.statements.filter(released_at__isnull=False).count() == 1
