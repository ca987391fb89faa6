"""What the one place for taking part lays upon the other parts of the portal."""

from decisions.participation.subscriptions import TOPIC
from portal.common import registry as front
from portal.notifications import registry as notices


def register() -> None:
    """Called once, in `AppConfig.ready()`."""
    entry = front.Entry("征集调查", "decisions:participate", "/participate/", place=56)
    front.register_entry(entry)
    notices.register_topic(TOPIC)
