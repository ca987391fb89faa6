"""The information an answer hands over: files of its own, and documents that are public already.

A file is cleaned of what hides in it, and its copy read as before a publication, before it is kept;
what was found is shown to those who judge the answer, who decide about 区分处理. Pictures and scans
are named, not read: the officer waits for the answer of this page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import PurePath

from django.core.files.base import ContentFile

from disclosure.models import Document
from portal.common.errors import ActRefused
from portal.files.confinement import ConfinementError, confined
from portal.files.formats.limits import BUDGETS
from portal.files.gate import items_in, read_copy
from portal.files.inspection import Limits, RejectedFile
from portal.files.scrubbing import HiddenContent, UnscrubbableFile
from portal.files.selectors import office_contacts
from portal.files.services import refuse_secret
from portal.personal.handed_in import Checked, HandedIn, checked_documents, keep
from requests_app.models import Answer, AnswerFile, PreparedFile

ANSWER_FILE_BYTES = 30 * 1024 * 1024
UNREAD = "没有可读的文字，请逐页查看"
_MOST_UNREAD = 20
_LONGEST_LABEL = 200


def cleaned(files: Sequence[HandedIn]) -> list[Checked]:
    """Every file checked and without hidden content. Raises ActRefused naming the file, SecretFile
    for one that bears a 密级.
    """
    found = []
    for each in checked_documents(files, most_bytes=ANSWER_FILE_BYTES):
        refuse_secret(each.data, kind=each.found.kind, name=each.given.name)
        try:
            answer = confined("scrub", each.data, budget=BUDGETS.scrub, kind=each.found.kind)
        except (HiddenContent, UnscrubbableFile, ConfinementError) as error:
            raise ActRefused(f"{each.given.name}：{error.message}") from error
        found.append(Checked(each.given, each.found, answer.value))
    return found


def hand_over(
    answer: Answer,
    *,
    files: Sequence[Checked],
    kept: Collection[AnswerFile] = (),
    prepared: Collection[PreparedFile] = (),
    documents: Collection[Document] = (),
) -> None:
    """Put files, those kept of the draft before, copies of those that were prepared, and public
    documents with a new draft.
    """
    public = set(Document.objects.public().filter(pk__in=[each.pk for each in documents]))
    if hidden := set(documents) - public:
        titles = "、".join(sorted(f"《{document.title}》" for document in hidden))
        raise ActRefused(f"{titles}现在没有公开，不能告知为已公开文件，请改为提供附件。")
    answer.documents.set(public)
    for row in kept:
        _copy(row, answer)
    for ready in prepared:
        _take_over(ready, answer)
    for each in files:
        title = PurePath(each.given.name).stem[:200] or "附件"
        found = found_in_copy(each.data, kind=each.found.kind, name=each.given.name)
        keep(AnswerFile(answer=answer, title=title, found=found), each)


def what_is_handed_over(answer: Answer) -> list[str]:
    """Files and documents in one order, for the fingerprint of what was judged."""
    files = [f"{row.title}:{row.sha256}" for row in answer.files.all()]
    return [*files, *sorted(str(document.pk) for document in answer.documents.all())]


def _copy(row: AnswerFile, answer: Answer) -> None:
    AnswerFile.objects.create(
        answer=answer,
        title=row.title,
        media_type=row.media_type,
        extension=row.extension,
        size=row.size,
        sha256=row.sha256,
        found=row.found,
        file=row.file.name,
    )


def _take_over(row: PreparedFile, answer: Answer) -> None:
    """A file of its own for the answer: what was prepared stays with the case as it is."""
    with row.file.storage.open(str(row.file.name)) as stream:
        content = stream.read()
    file = AnswerFile(
        answer=answer, title=row.title, media_type=row.media_type, extension=row.extension,
        size=row.size, sha256=row.sha256, found=row.found,
    )  # fmt: skip
    file.file.save("paper", ContentFile(content), save=False)
    file.save()
    row.answer = answer
    row.save(update_fields=["answer"])


def kind_of(data: bytes, *, name: str) -> str:
    """Which kind of file it is. Raises ActRefused for one that is none of ours."""
    limits = Limits(max_bytes=ANSWER_FILE_BYTES)
    try:
        found = confined("inspect", data, budget=BUDGETS.inspect, name=name, limits=limits).value
    except (RejectedFile, ConfinementError) as error:
        raise ActRefused(error.message) from error
    kind: str = found.kind
    return kind


def found_in_copy(data: bytes, *, kind: str, name: str) -> list[dict[str, str | int]]:
    """Kinds of what a cleaned copy shows, with their number, never the data; and what of it nobody
    could read, part by part, with 0.
    """
    try:
        read = read_copy(data, kind=kind, name=name, pictures=False)
    except ConfinementError:
        return [{"label": UNREAD, "count": 0}]
    contacts = office_contacts()
    items = items_in(read.passages, phones=contacts.phones, passes=contacts.covers)
    counts = Counter(item.label for item in items)
    found: list[dict[str, str | int]] = [
        {"label": label, "count": count} for label, count in sorted(counts.items())
    ]
    unread = [f"{part.where}没有检查到（{part.why}），请查看" for part in read.unread]
    found += [{"label": label[:_LONGEST_LABEL], "count": 0} for label in unread[:_MOST_UNREAD]]
    return found
