"""Pushes, and the words for people, in the back office."""

from policies.audiences.admin.pushes import PushAdmin
from policies.audiences.admin.terms import AudienceTermAdmin, TagMeaningAdmin

__all__ = ["AudienceTermAdmin", "PushAdmin", "TagMeaningAdmin"]
