"""One socket, spelt for each client; each client tries it for real."""

from contextlib import closing

import dj_database_url
import django.db
import kombu
import psycopg2
import pytest
import redis
from environs import Env
from psycopg2.extensions import parse_dsn

from deploy.local.addresses import celery_url, database_url, redis_url
from deploy.local.layout import Layout
from deploy.local.services import Postgres, Valkey

pytestmark = [
    pytest.mark.services,
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]


def test_database_address_for_libpq_and_django(
    place: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Postgres(place, durable=False) as database:
        psycopg2.connect(database.url).close()
        monkeypatch.setenv("DATABASE_URL", database.url)
        settings = Env().dj_db_url("DATABASE_URL")
        assert settings["HOST"] == str(place.sockets)
        backend = django.db.utils.load_backend(settings["ENGINE"]).DatabaseWrapper(
            {**django.db.connections["default"].settings_dict, **settings}, alias="tried"
        )
        with closing(backend.get_new_connection(backend.get_connection_params())) as link:
            cursor = link.cursor()
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == ("portal",)


def test_queue_address_for_redis_and_celery(place: Layout) -> None:
    queue = Valkey(place, durable=False)
    with queue, kombu.Connection(celery_url(queue.socket, db=3)) as link:
        box = link.SimpleQueue("letters")
        box.put({"说": "收到"})
        with redis.Redis.from_url(redis_url(queue.socket, db=3)) as client:
            assert client.llen("letters") == 1, "not the same database"
        assert box.get(timeout=5).payload == {"说": "收到"}
        box.close()


def test_odd_folders_survive_the_spelling(place: Layout) -> None:
    folder = place.home / "a b%2F#?文"
    assert parse_dsn(database_url(folder))["host"] == str(folder)
    assert dj_database_url.parse(database_url(folder))["HOST"] == str(folder)
