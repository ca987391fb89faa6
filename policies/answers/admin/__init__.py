from policies.answers.admin.consumers import ConsumerAdmin
from policies.answers.admin.entries import EntryAdmin
from policies.answers.admin.feedback import FeedbackAdmin

__all__ = ["ConsumerAdmin", "EntryAdmin", "FeedbackAdmin"]
