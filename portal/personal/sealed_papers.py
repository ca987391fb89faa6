"""A paper somebody handed in: sealed on disk, under a number of its own."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from django.db import models, transaction

from portal.vault.storage import SealedStorage

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile


def sealed_path(paper: SealedPaper, _name: str) -> str:
    """Where the file lies; the name it came with is not kept."""
    return f"{paper.folder}/{str(paper.public_id)[:2]}/{paper.public_id}"


class SealedPaper(models.Model):
    """One file, never public. A kind of paper adds whose it is, what for where that is chosen,
    when it came, and `folder`: where files of the kind lie in the store.
    """

    folder: ClassVar[str]

    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    media_type = models.CharField("媒体类型", max_length=100)
    extension = models.CharField("扩展名", max_length=8)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    file = models.FileField(
        "文件", upload_to=sealed_path, storage=SealedStorage(), max_length=200, blank=True
    )

    class Meta:
        abstract = True


def take_away(papers: models.QuerySet[SealedPaper]) -> list[FieldFile]:
    """Delete rows of papers; their files, each once, for `delete_files`: a file may be shared, and
    stays while another paper of the kind has it.
    """
    files = {str(paper.file.name): paper.file for paper in papers if paper.file}
    papers.delete()
    others = papers.model._default_manager.filter(file__in=list(files))
    kept = set(others.values_list("file", flat=True))
    return [file for name, file in files.items() if name not in kept]


def delete_files(files: list[FieldFile]) -> None:
    """After the rows are gone for certain: a file that stays behind has no row and no reader."""
    transaction.on_commit(_deletion(files))


def _deletion(files: list[FieldFile]) -> Callable[[], None]:
    def delete() -> None:
        for file in files:
            file.storage.delete(str(file.name))

    return delete
