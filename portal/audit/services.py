"""Writing, checking and exporting the audit trail."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from django.conf import settings
from django.db import connection, models, transaction

from portal.audit import anchors
from portal.audit.chain import GENESIS, Break, digest, first_break
from portal.audit.context import current_origin
from portal.audit.keys import all_keys, current_key
from portal.audit.models import AuditCheckpoint, AuditEntry
from portal.audit.models.entry import PURGE_SWITCH
from portal.audit.registry import labels_of
from portal.common.errors import ActRefused

# One writer at a time keeps the chain without gaps; the number is arbitrary but ours alone.
_CHAIN_LOCK = 7_110_515
SYSTEM_NAME = "系统"


class Actor(Protocol):
    """Whoever does an act; the accounts app's User is one."""

    pk: Any

    def get_full_name(self) -> str: ...


class OrganLike(Protocol):
    """The organ for which an act is done; the organs app's Organ is one."""

    code: str
    name: str


@transaction.atomic
def record(
    *,
    action: str,
    summary: str,
    by: Actor | None,
    at: dt.datetime,
    organ: OrganLike | None = None,
    subject: models.Model | None = None,
    basis: object = "",
    details: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry within the caller's transaction.

    `by` is None for what the system does of itself; `basis` prints as the legal basis (an
    `Article`); `details` must be JSON-serialisable and free of personal data.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
    last = AuditEntry.objects.order_by("-sequence").first()
    if last is not None:
        sequence, previous = last.sequence + 1, last.hash
    else:
        sequence, previous = chain_start()
    origin = current_origin()
    key = current_key()
    entry = AuditEntry(
        sequence=sequence,
        at=at.astimezone(dt.UTC),
        action=action,
        summary=summary[:500],
        actor_id=by.pk if by else None,
        actor_name=by.get_full_name() if by else SYSTEM_NAME,
        organ_code=organ.code if organ else "",
        organ_name=organ.name if organ else "",
        object_type=subject._meta.label if subject else "",
        object_id=str(subject.pk) if subject else "",
        object_label=str(subject)[:500] if subject else "",
        legal_basis=str(getattr(basis, "citation", basis))[:200],
        address=origin.address,
        channel=origin.channel,
        details=dict(details or {}),
        algorithm=settings.AUDIT_HASH_ALGORITHM,
        key=key.id,
        previous_hash=previous,
    )
    entry.hash = digest(
        algorithm=entry.algorithm, previous=previous, content=entry.content(), key=key
    )
    entry.save(force_insert=True)
    return entry


def chain_start() -> tuple[int, str]:
    """The sequence at which the stored chain begins and the hash it must build on."""
    checkpoint = AuditCheckpoint.objects.order_by("-last_sequence").first()
    if checkpoint is None:
        return 1, GENESIS
    return checkpoint.last_sequence + 1, checkpoint.last_hash


def verify(*, known: Iterable[anchors.Anchor] = ()) -> Break | None:
    """Walk the whole stored chain, and compare it with its anchors outside the database and those
    `known` otherwise; returns the first break, or None when everything holds.
    """
    for checkpoint in AuditCheckpoint.objects.order_by("last_sequence"):
        if checkpoint.key not in all_keys() or checkpoint.mac != seal_of(checkpoint):
            reason = "存档点不是本系统所写，疑为伪造：此前的记录可能被删去"
            return Break(checkpoint.last_sequence, reason)
    start, anchor = chain_start()
    entries = AuditEntry.objects.order_by("sequence").iterator(chunk_size=2000)
    links = (entry.link() for entry in entries)
    broken = first_break(links, start=start, anchor=anchor, keys=all_keys())
    return broken or _contradiction(start, anchor, known)


def _contradiction(start: int, first_hash: str, known: Iterable[anchors.Anchor]) -> Break | None:
    """The first anchor with which the stored chain, sound in itself, does not agree."""
    kept = list(anchors.kept_anchors())
    for number, found in kept:
        if found is None:
            return Break(start, f"存证文件第{number}行不是本系统所写，或者被改动")
    given = [*(found for _, found in kept if found), *known]
    last = AuditEntry.objects.order_by("-sequence").first()
    end = last.sequence if last else start - 1
    stored = {start - 1: first_hash}
    wanted = [each.sequence for each in given]
    rows = AuditEntry.objects.filter(sequence__in=wanted).values_list("sequence", "hash")
    stored.update(rows)
    for each in sorted(given, key=lambda one: one.sequence):
        day = f"{each.at.astimezone():%Y-%m-%d %H:%M}"
        if each.sequence > end:
            reason = f"{day} 存证时已有第{each.sequence}条，现在只到第{end}条：末端被截去"
            return Break(end + 1, reason)
        # What is older than the checkpoint was exported and removed lawfully.
        if each.sequence in stored and stored[each.sequence] != each.hash:
            return Break(each.sequence, f"哈希与 {day} 的存证不符：此前的记录被改写过")
    return None


def anchor_head(*, at: dt.datetime) -> anchors.Anchor | None:
    """Keep the head of the chain outside the database; None while nothing was ever recorded.

    Raises AnchorLost when a place did not take it, HeadBehind when a later one is kept already:
    the head of a chain that was cut is no witness, and is not kept.
    """
    last = AuditEntry.objects.order_by("-sequence").first()
    known = max((kept.sequence for _, kept in anchors.kept_anchors() if kept), default=0)
    if (last.sequence if last else 0) < known:
        raise anchors.HeadBehind(str(known))
    if last is None:
        return None
    head = anchors.Anchor(last.sequence, last.hash, at.astimezone(dt.UTC))
    anchors.keep(head)
    return head


def seal_of(checkpoint: AuditCheckpoint) -> str:
    """What its key, which must be known, makes of a checkpoint."""
    content = {
        "last_sequence": checkpoint.last_sequence,
        "at": checkpoint.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "export_sha256": checkpoint.export_sha256,
    }
    key = all_keys()[checkpoint.key]
    return digest(algorithm="sha256", previous=checkpoint.last_hash, content=content, key=key)


def export_rows(
    *,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    subject: tuple[str, str] | None = None,
) -> Iterator[dict[str, Any]]:
    """Entries of a period and, when `subject` is (type, id), of one object, also under names its
    model had before; oldest first.
    """
    entries = AuditEntry.objects.order_by("sequence")
    if since:
        entries = entries.filter(at__gte=since)
    if until:
        entries = entries.filter(at__lt=until)
    if subject:
        entries = entries.filter(object_type__in=labels_of(subject[0]), object_id=subject[1])
    for entry in entries.iterator(chunk_size=2000):
        yield entry.content() | {
            "algorithm": entry.algorithm,
            "key": entry.key,
            "previous_hash": entry.previous_hash,
            "hash": entry.hash,
        }


@transaction.atomic
def purge(*, before: dt.datetime, at: dt.datetime, export_sha256: str) -> int:
    """Remove entries older than `before` after they were exported; returns how many.

    Raises ActRefused when `before` is younger than the keeping period (at least 180 days,
    网络安全法) or the chain does not hold; a checkpoint keeps the rest verifiable.
    """
    keep = max(settings.AUDIT_KEEP_DAYS, 180)
    if before > at - dt.timedelta(days=keep):
        raise ActRefused(f"审计记录至少保存{keep}天，请选择更早的日期。")
    if (broken := verify()) is not None:
        raise ActRefused(f"审计链在第{broken.sequence}条中断，查明之前不能清理。")
    old = AuditEntry.objects.filter(at__lt=before)
    # Sequence and time agree except for clock corrections; cut at an unbroken prefix.
    keep_from = AuditEntry.objects.filter(at__gte=before).order_by("sequence").first()
    if keep_from is not None:
        old = old.filter(sequence__lt=keep_from.sequence)
    last = old.order_by("-sequence").first()
    if last is None:
        return 0
    checkpoint = AuditCheckpoint(
        last_sequence=last.sequence,
        last_hash=last.hash,
        at=at,
        export_sha256=export_sha256,
        key=current_key().id,
    )
    checkpoint.mac = seal_of(checkpoint)
    checkpoint.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'on', true)", [PURGE_SWITCH])
        count, _ = AuditEntry.objects.filter(sequence__lte=last.sequence).delete()
        cursor.execute("SELECT set_config(%s, 'off', true)", [PURGE_SWITCH])
    return count
