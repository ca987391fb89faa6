"""What devices saw at the door: kept as it came, never refused, never changed."""

from __future__ import annotations

import pgtrigger
from django.db import models

from decisions.events.choices import How
from decisions.events.models.session import EventSession
from decisions.events.models.signup import Ticket
from portal.accounts.models import User


class Scan(models.Model):
    """One reading of a ticket by a device, at its own clock. `nonce` names it: an upload that is
    sent twice is one. Without a ticket it was none of this session's; `digest` is what was read.
    """

    session = models.ForeignKey(EventSession, on_delete=models.PROTECT, related_name="scans")
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="scans")
    nonce = models.UUIDField("扫码编号", unique=True)
    device = models.CharField("设备", max_length=40)
    how = models.CharField("方式", max_length=4, choices=How)
    digest = models.CharField("内容的散列", max_length=64)
    scanned_at = models.DateTimeField("扫码时间")
    received_at = models.DateTimeField("上传时间")
    was_revoked = models.BooleanField("扫码以前已作废", default=False)
    by = models.ForeignKey(
        User, verbose_name="签到人员", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "签到记录"
        verbose_name_plural = "签到记录"
        ordering = ["scanned_at", "id"]
        indexes = [models.Index(fields=["session", "scanned_at"], name="event_scan_by_session")]
        triggers = [
            pgtrigger.Protect(name="scan_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.pk}"
