"""The trail itself. No foreign keys: an entry outlives whatever it speaks of."""

from typing import Any

import pgtrigger
from django.db import models

from portal.audit.chain import Link

# Only the retention act sets this, inside its transaction; the trigger still refuses entries
# younger than 180 days (网络安全法 requires at least six months of logs).
PURGE_SWITCH = "portal.audit_purge"

_GUARD = f"""
    IF TG_OP = 'DELETE'
       AND current_setting('{PURGE_SWITCH}', true) = 'on'
       AND OLD.at < now() - interval '180 days' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'audit_entry is append-only';
"""


class AuditEntry(models.Model):
    """One act: who, for which organ, from where, to what, on which legal basis."""

    sequence = models.BigIntegerField("序号", primary_key=True)
    at = models.DateTimeField("时间", db_index=True)
    action = models.CharField("行为", max_length=64, db_index=True)
    summary = models.CharField("摘要", max_length=500)
    actor_id = models.BigIntegerField("人员编号", null=True)
    actor_name = models.CharField("人员", max_length=150)
    organ_code = models.CharField("机关代码", max_length=64, blank=True, db_index=True)
    organ_name = models.CharField("机关", max_length=200, blank=True)
    object_type = models.CharField("对象类型", max_length=64, blank=True)
    object_id = models.CharField("对象编号", max_length=64, blank=True)
    object_label = models.CharField("对象", max_length=500, blank=True)
    legal_basis = models.CharField("依据", max_length=200, blank=True)
    address = models.CharField("来源地址", max_length=64, blank=True)
    channel = models.CharField("来源", max_length=64)
    details = models.JSONField("详情", default=dict)
    algorithm = models.CharField("算法", max_length=16)
    key = models.CharField("密钥名称", max_length=32, default="", blank=True)
    previous_hash = models.CharField("前一条哈希", max_length=64)
    hash = models.CharField("哈希", max_length=64, unique=True)

    class Meta:
        verbose_name = "审计记录"
        verbose_name_plural = "审计记录"
        ordering = ["sequence"]
        indexes = [models.Index(fields=["object_type", "object_id", "sequence"])]
        triggers = [
            pgtrigger.Trigger(
                name="append_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_GUARD,
            ),
            pgtrigger.Trigger(
                name="no_truncate",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'audit_entry is append-only';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.summary}"

    def content(self) -> dict[str, Any]:
        """What the hash covers: every column but the chain's own."""
        return {
            "sequence": self.sequence,
            "at": self.at.isoformat(timespec="microseconds"),
            "action": self.action,
            "summary": self.summary,
            "actor_id": self.actor_id,
            "actor_name": self.actor_name,
            "organ_code": self.organ_code,
            "organ_name": self.organ_name,
            "object_type": self.object_type,
            "object_id": self.object_id,
            "object_label": self.object_label,
            "legal_basis": self.legal_basis,
            "address": self.address,
            "channel": self.channel,
            "details": self.details,
        }

    def link(self) -> Link:
        """This entry as the chain sees it."""
        return Link(
            sequence=self.sequence,
            algorithm=self.algorithm,
            previous=self.previous_hash,
            hash=self.hash,
            content=self.content(),
            key=self.key,
        )


class AuditCheckpoint(models.Model):
    """Where the chain begins after older entries were exported and removed under retention."""

    last_sequence = models.BigIntegerField("最后一条序号", unique=True)
    last_hash = models.CharField("最后一条哈希", max_length=64)
    at = models.DateTimeField("时间")
    export_sha256 = models.CharField("导出文件校验值", max_length=64)
    key = models.CharField("密钥名称", max_length=32, default="", blank=True)
    mac = models.CharField("校验码", max_length=64, default="", blank=True)

    class Meta:
        verbose_name = "审计存档点"
        verbose_name_plural = "审计存档点"
        ordering = ["last_sequence"]
        triggers = [
            pgtrigger.Trigger(
                name="append_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="RAISE EXCEPTION 'audit_checkpoint is append-only';",
            ),
            pgtrigger.Trigger(
                name="no_truncate",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'audit_checkpoint is append-only';",
            ),
        ]

    def __str__(self) -> str:
        return f"至第{self.last_sequence}条"
