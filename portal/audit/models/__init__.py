from portal.audit.models.entry import AuditCheckpoint, AuditEntry

__all__ = ["AuditCheckpoint", "AuditEntry"]
