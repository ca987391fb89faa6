"""Errors of acts. Their message is Chinese and is shown to the person as it stands."""


class ActRefused(Exception):
    """The act is not lawful, not this person's to do, or comes too late; the message says why."""


class NotPermitted(ActRefused):
    """The person may not do this to this row."""


class NotNow(NotPermitted):
    """The state of the row does not allow it now, whoever asks: it has moved on, or not yet."""
