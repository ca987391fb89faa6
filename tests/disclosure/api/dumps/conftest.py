"""A dump of the varied site, and an empty portal to take it in."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as configured
from django.core.management import call_command
from django.db import connection

from disclosure.services.validity import recompute_due
from policies.messages.models import MessageChannel
from portal.accounts.models import User
from portal.taxonomy.models import Audience, PolicyTag, SubjectWord
from tests.builders import City
from tests.conftest import NOON
from tests.disclosure.api.varied import Site, varied_site

_LIBRARY = (
    "disclosure_document, disclosure_edition, disclosure_documentrelation, acts_counter,"
    " files_storedfile, search_searchentry, organs_organ"
)


@pytest.fixture(autouse=True)
def noon() -> Any:
    """Pages and validity speak of today: of the same day before and after."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def site(city: City) -> Site:
    # Who takes messages is the settings' of a portal, not the library's: a dump has none of them.
    MessageChannel.objects.all().delete()
    found = varied_site(city)
    recompute_due(at=NOON)
    return found


@pytest.fixture
def dump(site: Site, tmp_path: Path, settings: Any) -> Path:
    """A dump of the varied site."""
    settings.PUBLIC_DUMP_DIR = tmp_path / "dump"
    call_command("dump_public", stdout=StringIO())
    return tmp_path / "dump"


@pytest.fixture
def empty(dump: Path) -> Path:
    """The dump, and a portal of which only the people and the seeds are left."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {_LIBRARY} CASCADE")
    for model in (PolicyTag, Audience, SubjectWord):
        model._default_manager.filter(**{f"{_named(model)}__in": _OWN}).delete()
    shutil.rmtree(configured.MEDIA_ROOT)
    User.objects.create_superuser("operator", password="Geheim-2026-xyz")
    return dump


_OWN = ("屋顶绿化", "物业企业", "绿化养护")


def _named(model: type) -> str:
    return "word" if model is SubjectWord else "name"


def load(folder: Path) -> str:
    out = StringIO()
    call_command("load_public", str(folder), stdout=out)
    return out.getvalue()
