"""Taking out of a file what its readers do not see before it is published."""

from portal.files.scrubbing.dispatch import scrub
from portal.files.scrubbing.problems import HiddenContent, UnscrubbableFile

__all__ = ["HiddenContent", "UnscrubbableFile", "scrub"]
