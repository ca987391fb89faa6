"""Settings under which some files are never read to their end."""

from typing import Any

from celery.signals import worker_process_init

from tests.resilience.settings import *  # noqa: F403
from tests.resilience.settings import CELERY_TASK_ANNOTATIONS

POISON = "第1批"
CELERY_TASK_ANNOTATIONS["disclosure.tasks.read_import_item"] = {
    "soft_time_limit": 1,
    "time_limit": 5,
}


@worker_process_init.connect(weak=False)
def poison(**_: object) -> None:
    """Parsing stands still over a text with the mark, in every process of a worker."""
    from disclosure.services import imports

    sound = vars(imports)["parse_document"]

    def parse(text: str, **arguments: Any) -> Any:
        while POISON in text:
            pass
        return sound(text, **arguments)

    vars(imports)["parse_document"] = parse
