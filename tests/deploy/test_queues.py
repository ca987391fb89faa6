"""Queues of background work: each is served, each has its limits, none waits for files."""

import re
import socket
from pathlib import Path

from django.conf import settings

from deploy.local.layout import CHECKOUT, Layout
from deploy.local.run import Portal
from portal.celery import app
from portal.files.formats.limits import BUDGETS

_QUEUES = {queue.name for queue in settings.CELERY_TASK_QUEUES}
_UNTRUSTED = {"files", "imports"}


def _limits() -> list[tuple[float, float]]:
    rows = settings.CELERY_TASK_ANNOTATIONS.values()
    own = [(row["soft_time_limit"], row["time_limit"]) for row in rows]
    return [(settings.CELERY_TASK_SOFT_TIME_LIMIT, settings.CELERY_TASK_TIME_LIMIT), *own]


def _served_by(commands: list[str]) -> list[set[str]]:
    found = [re.search(r"-Q ([\w,]+)", command) for command in commands]
    return [set(match[1].split(",")) for match in found if match]


def test_every_task_has_a_queue_that_is_served(place: Layout) -> None:
    app.loader.import_default_modules()
    routes = settings.CELERY_TASK_ROUTES
    assert {row["queue"] for row in routes.values()} <= _QUEUES
    named = {name for name in routes if "*" not in name} | set(settings.CELERY_TASK_ANNOTATIONS)
    assert named <= set(app.tasks)
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        programs = Portal(place, reserved)._programs()
    local = _served_by([" ".join(program.argv) for program in programs])
    units = sorted((CHECKOUT / "deploy" / "production").glob("*.service"))
    public = _served_by([Path(unit).read_text(encoding="utf-8") for unit in units])
    for workers in (local, public):
        assert set.union(*workers) == _QUEUES
        # No process takes from both sides: a file never keeps a notice waiting.
        assert all(worker <= _UNTRUSTED or not worker & _UNTRUSTED for worker in workers)


def test_reading_of_files_is_routed_apart() -> None:
    route = app.amqp.router.route
    for name in ("disclosure.tasks.read_import_item", "portal.files.tasks.any"):
        assert route({}, name)["queue"].name in _UNTRUSTED
    assert route({}, "portal.notifications.tasks.deliver_due")["queue"].name == "celery"


def test_an_upload_is_ended_before_its_web_process() -> None:
    """Inspection, then reading, by conversion at the most."""
    most = BUDGETS.inspect.seconds + max(BUDGETS.extract.seconds, BUDGETS.convert.seconds)
    unit = (CHECKOUT / "deploy/production/portal-web.service").read_text(encoding="utf-8")
    patience = re.search(r"--timeout (\d+)", unit)
    assert patience is not None
    assert most < int(patience[1])


def test_a_task_is_ended_before_the_broker_gives_it_to_another() -> None:
    longest = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    for soft, hard in _limits():
        assert 0 < soft < hard < longest
    budgets = [getattr(BUDGETS, name) for name in BUDGETS.__slots__]
    assert all(budget.seconds < settings.CELERY_TASK_SOFT_TIME_LIMIT for budget in budgets)
