"""Vocabulary of files."""

from django.db.models import TextChoices


class Recognition(TextChoices):
    """Whether the text of a file is read from pictures; blank for a file that holds its own."""

    WAITING = "waiting", "等待文字识别"
    DONE = "done", "识别文字"
    FAILED = "failed", "未能识别"
