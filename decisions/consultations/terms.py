"""The codes that the rules of consultations read. Pure."""

from __future__ import annotations

# Where an opinion stands in the newest draft.
WHOLE, HERE, MOVED, WAITING, FORMER = "whole", "here", "moved", "waiting", "former"
# How it came in; only the first is bound to the instant.
ONLINE, LETTER, MAIL, SEMINAR, HEARING, VISIT, SURVEY = (
    "online", "letter", "mail", "seminar", "hearing", "visit", "survey",
)  # fmt: skip
