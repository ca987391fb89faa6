"""The information an answer hands over: files of its own, and documents that are public already.

A file is cleaned of what hides in it and scanned for personal data before it is kept; what was
found is shown to those who judge the answer, who decide about 区分处理.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import PurePath

from disclosure.models import Document
from disclosure.scanning import office_contacts
from portal.common.errors import ActRefused
from portal.files.confinement import ConfinementError, confined
from portal.files.extraction import UnreadableFile
from portal.files.formats.limits import BUDGETS
from portal.files.personal_data import scan_text
from portal.files.scrubbing import HiddenContent, UnscrubbableFile
from portal.personal.handed_in import Checked, HandedIn, checked_documents, keep
from requests_app.models import Answer, AnswerFile

ANSWER_FILE_BYTES = 30 * 1024 * 1024
UNREAD = "没有可读的文字，请逐页查看"


def cleaned(files: Sequence[HandedIn]) -> list[Checked]:
    """Every file checked and without hidden content. Raises ActRefused naming the file."""
    found = []
    for each in checked_documents(files, most_bytes=ANSWER_FILE_BYTES):
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
    documents: Collection[Document] = (),
) -> None:
    """Put files, those kept of the draft before, and public documents with a new draft."""
    public = set(Document.objects.public().filter(pk__in=[each.pk for each in documents]))
    if hidden := set(documents) - public:
        titles = "、".join(sorted(f"《{document.title}》" for document in hidden))
        raise ActRefused(f"{titles}现在没有公开，不能告知为已公开文件，请改为提供附件。")
    answer.documents.set(public)
    for row in kept:
        _copy(row, answer)
    for each in files:
        title = PurePath(each.given.name).stem[:200] or "附件"
        keep(AnswerFile(answer=answer, title=title, found=_personal_data(each)), each)


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


def _personal_data(each: Checked) -> list[dict[str, str | int]]:
    """Kinds of personal data with their number, never the data."""
    try:
        budget = BUDGETS.extract
        text = confined("extract", each.data, budget=budget, name=each.given.name).value.text
    except (UnreadableFile, ConfinementError):
        return [{"label": UNREAD, "count": 0}]
    contacts = office_contacts()
    findings = Counter(
        finding.kind.label
        for finding in scan_text(text, allowed_phones=contacts.phones)
        if not contacts.covers(finding, text)
    )
    return [{"label": label, "count": count} for label, count in sorted(findings.items())]
