"""What was probably meant: the piece of a title, or of a question often asked, that is nearest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from portal.search.needs import Need, Sound
from portal.search.readings import syllables
from portal.search.tokens import Run, runs

__all__ = ["meant"]

_SHORTEST = 3
_PER_SLIP = 8
_LONGEST = 30
# Nobody mistypes more at once; thousands of candidates are looked through for each.
_MOST_MENDED = 8


def meant(need: Need, candidates: Iterable[str]) -> str:
    """The words somebody who typed this probably meant, by the first candidate that has them;
    nothing when no candidate is that near, or one says just what was typed.

    Each run of Chinese may differ by one character, by two from eight characters on; letters are
    read as pinyin or initials. Candidates are titles, the likeliest first.
    """
    texts = [run for candidate in candidates for run in runs(candidate)]
    spoken = cache(syllables)
    units = [Counter(text) for text in texts]
    changed = False
    words = []
    for run in need.runs[:_MOST_MENDED]:
        nearest = _sounding(run, need.sounds, texts, spoken) or _nearest(run, texts, units)
        changed = changed or bool(nearest)
        words.append(nearest or "".join(run))
    words += ["".join(run) for run in need.runs[_MOST_MENDED:]]
    return " ".join(dict.fromkeys(words)) if changed else ""


def _nearest(run: Run, texts: Sequence[Run], units: Sequence[Counter[str]]) -> str:
    if not _SHORTEST <= len(run) <= _LONGEST:
        return ""
    allowed = 1 if len(run) < _PER_SLIP else 2
    typed = Counter(run)
    best, found = allowed + 1, ""
    for text, held in zip(texts, units, strict=True):
        # Each unit that the text has not is a slip of its own.
        if (typed - held).total() >= best:
            continue
        distance, start, end = _closest(run, text)
        if distance == 0:
            return ""
        if distance < best:
            best, found = distance, "".join(text[start:end])
    return found


def _closest(run: Run, text: Run) -> tuple[int, int, int]:
    """The least number of slips, and where in the text: a piece of any length, in one pass."""
    above = [(0, at) for at in range(len(text) + 1)]
    for row, unit in enumerate(run, 1):
        line = [(row, 0)]
        for at, other in enumerate(text, 1):
            line.append(
                min(
                    (above[at - 1][0] + (unit != other), above[at - 1][1]),
                    (above[at][0] + 1, above[at][1]),
                    (line[at - 1][0] + 1, line[at - 1][1]),
                )
            )
        above = line
    # Of pieces equally near, the one that is as long.
    distance, _, start, end = min(
        (cost, abs(at - start - len(run)), start, at) for at, (cost, start) in enumerate(above)
    )
    return distance, start, end


def _sounding(
    run: Run, sounds: Sequence[Sound], texts: Sequence[Run], spoken_of: Callable[[Run], list[str]]
) -> str:
    """The piece of a text that letters spell."""
    letters = "".join(run)
    for sound in sounds:
        if letters not in {sound.initials, *("".join(way) for way in sound.ways)}:
            continue
        for text in texts:
            spoken = spoken_of(text)
            for way in sound.ways:
                if (at := _place(way, spoken)) is not None:
                    return "".join(text[at : at + len(way)])
            if sound.initials:
                first = [each[0] for each in spoken]
                if (at := _place(tuple(sound.initials), first)) is not None:
                    return "".join(text[at : at + len(sound.initials)])
    return ""


def _place(wanted: Sequence[str], spoken: Sequence[str]) -> int | None:
    length = len(wanted)
    starts = range(len(spoken) - length + 1)
    return next((at for at in starts if tuple(spoken[at : at + length]) == tuple(wanted)), None)
