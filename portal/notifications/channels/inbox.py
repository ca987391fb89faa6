"""The site inbox."""

import datetime as dt

from portal.notifications.channels.base import Undeliverable
from portal.notifications.models import InboxNotice, OutboxMessage


class InboxChannel:
    """Puts a row into the person's inbox; the same notice twice leaves one."""

    def send(self, message: OutboxMessage, *, at: dt.datetime) -> None:  # noqa: ARG002
        if message.user_id is None:
            raise Undeliverable("站内信的收件人须有账号")
        notice = InboxNotice(
            user_id=message.user_id,
            dedup_key=message.dedup_key,
            title=message.subject,
            body=message.body,
            url=message.url,
            created_at=message.created_at,
        )
        InboxNotice.objects.bulk_create([notice], ignore_conflicts=True)
