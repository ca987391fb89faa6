"""What one version does with the database, in its own sources: `python steps.py STEP ARGUMENT …`.

Steps follow each other behind a comma: `manage migrate , record keys.json before.json`, with the
clock of the upgrade in every run. The same script runs in the sources of both versions, so it names
no module of theirs that may move, but in the steps that only the version before is asked for.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Any

import django
import time_machine
from django.core.management import call_command

# Inside the calendar that is shipped.
WRITTEN_AT, READ_AT = "2026-11-20T12:00:00+08:00", "2026-11-20T18:00:00+08:00"


def manage(*arguments: str) -> None:
    """A command of `manage.py`."""
    call_command(*arguments, stdout=io.StringIO())


def furnish() -> None:
    """Cases in every state and after every act, as the tests of the version before make them."""
    matrix: Any = import_module("tests.requests_app.matrix")
    records: Any = import_module("tests.requests_app.rectification.cases")
    cases: Any = import_module("tests.requests_app.cases")
    workflow: Any = import_module("requests_app.workflow").WORKFLOW
    city: Any = import_module("tests.builders").small_city()
    office = matrix.an_office(city)
    for state in workflow.states:
        matrix.brought_to(office, state)
    for action in matrix.BY_STAFF:
        act = workflow.actions[action]
        state = act.sources[0]
        by = office.desk.second if action == "second" else office.desk[act.role]
        at = cases.SUBMITTED_AT + cases.DAY
        trial = matrix.Try(matrix.brought_to(office, state), by, at, office)
        if prepare := matrix.PREPARE.get(action):
            prepare(trial)
        matrix.attempt(action, trial)
    for state in records.ROADS:
        records.brought(city, state)
    for road in (("accept", "add_papers"), ("accept", "record_withdrawal", "hold")):
        records.walk(records.taken_in(city), city, *road)
    # The demo's own site follows.
    import_module("portal.organs.models").SiteProfile.objects.all().delete()


def write_codes(keys_file: str) -> None:
    """The door, number and query code of everything there is, for the visits of both versions."""
    Path(keys_file).write_text(json.dumps(_codes()), encoding="utf-8")


def _codes() -> list[list[str]]:
    """(door, number, code, page behind the door) of everything that has a door."""
    models: Any = import_module("requests_app.models")
    code_from: Any = import_module("portal.tracking.codes").code_from
    track, opinion = "/requests/track/", "/requests/opinion/"
    rows = [
        [track, row.number, code_from(row.submission_key), row.get_absolute_url()]
        for model in (models.InformationRequest, models.Rectification)
        for row in model.objects.order_by("number")
    ]
    letters = models.Consultation.objects.order_by("number")
    return rows + [
        [opinion, row.number, code_from(row.key), f"{opinion}{row.number}/letter/"]
        for row in letters
    ]


def record(keys_file: str, output: str) -> None:
    """Everything that must survive, as one JSON file."""
    ledger: Any = import_module("ledger")
    pages: Any = import_module("pages")
    found = ledger.ledger()
    found["pages"] = pages.public_pages()
    found["pages"] |= pages.pages_behind_doors(json.loads(Path(keys_file).read_text("utf-8")))
    Path(output).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def record_rows(output: str) -> None:
    """The same without the pages."""
    ledger: Any = import_module("ledger")
    Path(output).write_text(json.dumps(ledger.ledger(), ensure_ascii=False), encoding="utf-8")


STEPS: dict[str, Callable[..., None]] = {
    "manage": manage,
    "furnish": furnish,
    "write_codes": write_codes,
    "record": record,
    "record_rows": record_rows,
}


def run(words: list[str]) -> None:
    """What is written runs on from its instant; what is read stands still at a later one."""
    for is_comma, group in groupby(words, key=lambda word: word == ","):
        if is_comma:
            continue
        step, *given = group
        is_read = step.startswith("record")
        with time_machine.travel(READ_AT if is_read else WRITTEN_AT, tick=not is_read):
            STEPS[step](*given)


if __name__ == "__main__":
    django.setup()
    run(sys.argv[1:])
