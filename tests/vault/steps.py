"""What the tests have done in a process of its own: `python -m tests.vault.steps`."""

import django
from django.utils import timezone

django.setup()

from portal.vault.services import rotate  # noqa: E402
from tests.vault.people import registered  # noqa: E402

if __name__ == "__main__":
    with registered():
        rotate(by=None, at=timezone.now(), batch_size=1)
