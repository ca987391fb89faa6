"""Copies of public pages (docs/decisions/0029)."""

from portal.settings.environment import env

PAGE_COPIES = env.bool("PAGE_COPIES", True)
# Bytes of pages that each process of the web server holds itself.
PAGE_COPIES_BYTES = env.int("PAGE_COPIES_BYTES", 16 * 1024 * 1024)
