"""The parts of an interpretation: texts with pictures, films and sound with captions."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, BinaryIO

from django.db import transaction
from django.db.models import Max

from disclosure.services.documents import store_picture
from policies.interpretations.captions import BadCaptions, read_captions, transcript_of, web_vtt
from policies.interpretations.choices import RECORDED, Form
from policies.interpretations.models import Interpretation, Part, Picture
from policies.interpretations.models.parts import pictures_in
from policies.interpretations.permissions import RULES
from policies.interpretations.services.steps import STEPS
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import said
from portal.files.ai_label import mark_made_by_ai
from portal.files.films import store_film
from portal.files.services import store_upload
from portal.text.model import Text
from portal.text.vocabulary import UnlawfulText, checked

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.files.models import StoredFile

Upload = tuple[BinaryIO, str]
_TITLE = 100
_MOST_PARTS = 30
_LONGEST_CAPTIONS = 2 * 1024 * 1024
# Kinds of file that may be slides or checklists: those whose cleaned copies lose nothing.
SLIDES = ("pdf", "docx", "xlsx")


@transaction.atomic
def write_part(
    *,
    interpretation: Interpretation,
    form: str,
    by: User,
    at: dt.datetime,
    title: str = "",
    text: Text | None = None,
    made_by_ai: bool = False,
    recording: Upload | None = None,
    slides: Upload | None = None,
    captions: bytes | None = None,
    transcript: str = "",
) -> Part:
    """Add a part at the end. Raises ActRefused for what cannot be taken, as `rewrite_part`."""
    case, act = STEPS.begin(interpretation, "write_part", by, at)
    if case.parts.count() >= _MOST_PARTS:
        raise ActRefused(f"一份解读至多{_MOST_PARTS}个部分。")
    last = case.parts.aggregate(last=Max("position"))["last"] or 0
    part = Part(interpretation=case, position=last + 1)
    _write(part, case, form=form, title=title, text=text, made_by_ai=made_by_ai,
           recording=recording, slides=slides, captions=captions, transcript=transcript,
           by=by, at=at)  # fmt: skip
    STEPS.finish(case, act, by=by, at=at, details={"part": part.position, "form": form})
    return part


@transaction.atomic
def rewrite_part(
    *,
    interpretation: Interpretation,
    part: Part,
    form: str,
    by: User,
    at: dt.datetime,
    title: str = "",
    text: Text | None = None,
    made_by_ai: bool = False,
    recording: Upload | None = None,
    slides: Upload | None = None,
    captions: bytes | None = None,
    transcript: str = "",
) -> Part:
    """Write a part anew; a recording, slides and captions that are not given stay.

    Raises ActRefused for a form that is none, captions that cannot be read, a recording that is
    none, slides of another kind, a text that shows pictures which were not brought in here. A label
    of what was made by machines stays once it was set: nobody takes it off what it stood on.
    """
    case, act = STEPS.begin(interpretation, "rewrite_part", by, at)
    part = _own(case, part)
    _write(part, case, form=form, title=title, text=text, made_by_ai=made_by_ai or part.made_by_ai,
           recording=recording, slides=slides, captions=captions, transcript=transcript,
           by=by, at=at)  # fmt: skip
    STEPS.finish(case, act, by=by, at=at, details={"part": part.position, "form": form})
    return part


@transaction.atomic
def place_part(
    *, interpretation: Interpretation, part: Part, position: int, by: User, at: dt.datetime
) -> Interpretation:
    """Move a part to another place in the order."""
    case, act = STEPS.begin(interpretation, "place_part", by, at)
    part = _own(case, part)
    rows = [row for row in case.parts.all() if row.pk != part.pk]
    rows.insert(max(0, min(position - 1, len(rows))), part)
    _renumber(rows)
    return STEPS.finish(case, act, by=by, at=at)


@transaction.atomic
def drop_part(
    *, interpretation: Interpretation, part: Part, by: User, at: dt.datetime
) -> Interpretation:
    """Take a part out."""
    case, act = STEPS.begin(interpretation, "drop_part", by, at)
    _own(case, part).delete()
    _renumber(list(case.parts.all()))
    return STEPS.finish(case, act, by=by, at=at)


@transaction.atomic
def add_picture(
    *, interpretation: Interpretation, stream: BinaryIO, name: str, by: User, at: dt.datetime
) -> StoredFile:
    """Keep a picture for the texts, which name it by its public id. No step of its own: the form
    that is being written stays the newest. Raises ActRefused for what is no picture.
    """
    case = STEPS.locked(interpretation)
    if not (verdict := RULES.judge(by, case, "write_part")):
        raise NotPermitted(verdict.reason)
    stored = store_picture(stream=stream, name=name, organ=case.organ, by=by, at=at)
    Picture.objects.create(interpretation=case, file=stored)
    return stored


def _write(
    part: Part,
    case: Interpretation,
    *,
    form: str,
    title: str,
    text: Text | None,
    made_by_ai: bool,
    recording: Upload | None,
    slides: Upload | None,
    captions: bytes | None,
    transcript: str,
    by: User,
    at: dt.datetime,
) -> None:
    if form not in Form.values:
        raise ActRefused("请选择形式。")
    part.form, part.made_by_ai = form, made_by_ai
    part.title = said(title)
    if len(part.title) > _TITLE:
        raise ActRefused(f"小标题最多{_TITLE}字，请删减。")
    if text is not None:
        try:
            part.text = checked(text)
        except UnlawfulText as error:
            raise ActRefused(f"{error}。") from error
    _refuse_strange_pictures(case, part)
    if form not in RECORDED:
        if recording or captions:
            raise ActRefused("视频、音频文件和字幕只能放在形式为视频、音频的部分。")
        part.recording, part.captions, part.transcript = None, "", ""
    else:
        if recording:
            stream, name = recording
            part.recording = store_film(stream=stream, name=name, organ=case.organ, by=by, at=at)
            _refuse_other_kind(part)
        part.transcript = said(transcript)
        if captions is not None:
            _take_captions(part, captions)
    _take_slides(part, case, slides, by=by, at=at)
    part.save()
    if part.made_by_ai:
        mark_made_by_ai(files=_files_of(case, part), by=by, at=at)


def _files_of(case: Interpretation, part: Part) -> list[StoredFile]:
    """What the part shows, plays and offers."""
    shown = pictures_in(part.text)
    files = [row.file for row in case.pictures.select_related("file")]
    pictures = [stored for stored in files if str(stored.public_id) in shown]
    return [*pictures, *filter(None, (part.recording, part.slides))]


def _take_slides(
    part: Part, case: Interpretation, slides: Upload | None, *, by: User, at: dt.datetime
) -> None:
    """Keep what goes with 辅导课件; of another form there is none."""
    if part.form != Form.COURSE:
        if slides:
            raise ActRefused("课件文件只能放在形式为辅导课件的部分。")
        part.slides = None
    elif slides:
        stream, name = slides
        stored = store_upload(stream=stream, name=name, organ=case.organ, by=by, at=at)
        if stored.kind not in SLIDES:
            raise ActRefused(
                "课件文件请用 PDF、Word（docx）或者 Excel（xlsx）；幻灯片请另存为 PDF。"
            )
        part.slides = stored


def _take_captions(part: Part, data: bytes) -> None:
    """Keep captions, and the words of them where no transcript was written."""
    if len(data) > _LONGEST_CAPTIONS:
        raise ActRefused("字幕文件过大，请核对是否选错文件。")
    try:
        cues = read_captions(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ActRefused("字幕文件不是 UTF-8 编码，请另存后再上传。") from error
    except BadCaptions as error:
        raise ActRefused(str(error)) from error
    part.captions = web_vtt(cues)
    part.transcript = part.transcript or transcript_of(cues)


def _refuse_other_kind(part: Part) -> None:
    is_film = part.recording is not None and part.recording.media_type.startswith("video/")
    if (part.form == Form.FILM) != is_film:
        raise ActRefused(f"上传的文件不是{Form(part.form).label}，请核对形式。")


def _refuse_strange_pictures(case: Interpretation, part: Part) -> None:
    known = {str(row.file.public_id) for row in case.pictures.select_related("file")}
    if pictures_in(part.text) - known:
        raise ActRefused("内容里有图片没有上传到本解读，请重新插入图片。")


def _own(case: Interpretation, part: Part) -> Part:
    """The part as it is now. Raises ActRefused for one of another interpretation, or gone."""
    found: Part | None = case.parts.filter(pk=part.pk).first()
    if found is None:
        raise ActRefused("没有这一部分了，请重新选择。")
    return found


def _renumber(rows: list[Part]) -> None:
    for number, row in enumerate(rows, start=1):
        Part.objects.filter(pk=row.pk).update(position=number)
