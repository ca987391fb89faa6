"""Captions of a film: read as WebVTT or SRT, kept as WebVTT, told as a transcript. Pure.

Only what a browser shows is kept: times and words. Styles, regions and notes go.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_TIME: Final = re.compile(r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]\d)[.,](\d{3})", re.ASCII)
_LINE: Final = re.compile(rf"({_TIME.pattern})\s+-->\s+({_TIME.pattern})(?:\s.*)?")
_TAG: Final = re.compile(r"</?[^<>]{0,200}>")
_MOST_CUES: Final = 20_000


class BadCaptions(ValueError):
    """What is wrong with a file of captions, in words."""


@dataclass(frozen=True)
class Cue:
    """Words shown from one moment to another, in milliseconds."""

    begins: int
    ends: int
    words: str


def read_captions(text: str) -> tuple[Cue, ...]:
    """The cues of a file in their order. Raises BadCaptions for what is none."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    cues: list[Cue] = []
    at = 0
    while at < len(lines):
        match = _LINE.fullmatch(lines[at].strip())
        at += 1
        if match is None:
            continue
        said = []
        while at < len(lines) and lines[at].strip():
            said.append(_plain(lines[at]))
            at += 1
        cues.append(_cue(match, " ".join(filter(None, said)), after=cues[-1] if cues else None))
        if len(cues) > _MOST_CUES:
            raise BadCaptions("字幕过长，请按集分开。")
    spoken = tuple(cue for cue in cues if cue.words)
    if not spoken:
        raise BadCaptions("没有读到字幕，请上传 WebVTT（.vtt）或 SRT（.srt）文件。")
    return spoken


def web_vtt(cues: tuple[Cue, ...]) -> str:
    """As browsers read it."""
    blocks = [f"{_clock(cue.begins)} --> {_clock(cue.ends)}\n{_escaped(cue.words)}" for cue in cues]
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def transcript_of(cues: tuple[Cue, ...]) -> str:
    """The words alone, a line each, for a person to put right."""
    return "\n".join(cue.words for cue in cues)


def _plain(line: str) -> str:
    words = _TAG.sub("", line).strip()
    for code, sign in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&")):
        words = words.replace(code, sign)
    return words


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cue(match: re.Match[str], words: str, *, after: Cue | None) -> Cue:
    begins, ends = _moment(match.group(1)), _moment(match.group(6))
    if ends <= begins:
        raise BadCaptions(f"{match.group(1)} 的字幕在开始以前就结束了，请核对。")
    if after is not None and begins < after.begins:
        raise BadCaptions(f"{match.group(1)} 的字幕排在更晚的后面，请按时间排列。")
    return Cue(begins, ends, words)


def _moment(written: str) -> int:
    match = _TIME.fullmatch(written)
    if match is None:
        raise BadCaptions(f"时间 {written} 读不懂。")
    hours, minutes, seconds, parts = (int(part or 0) for part in match.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + parts


def _clock(moment: int) -> str:
    seconds, parts = divmod(moment, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{parts:03d}"
