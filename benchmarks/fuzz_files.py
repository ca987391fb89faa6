"""Broken and hostile files through every confined task: what they cost, and how it ends.

    python -m benchmarks.fuzz_files [--files 500] [--seed 1]

Sound files of every kind are made, then spoiled: bytes flipped, cut, repeated; entries of office
files changed in their XML. Prints how often each task ended how, the longest time and the largest
memory beside their budgets, and where tasks broke down. Exits non-zero when anything ended above
its budget or broke down. Then the same through the whole gate, as `manage.py check_file` asks it.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from resource import RUSAGE_SELF, getrusage
from typing import Any

from portal.files.confinement import Crashed, OverBudget, confined, tasks
from portal.files.confinement.shapes import arguments_of
from portal.files.formats.limits import BUDGETS, MIB, Budget
from portal.files.gate import would_publish
from portal.files.redaction import Mark
from tests.files import samples

# Beyond the budget: starting, stopping and sending on a busy machine.
_GRACE_SECONDS = 5.0
# What a process that has everything loaded holds already.
_IDLE_MIB = 256.0
_MOST_REPEATED = 3_000
_NUMBER = re.compile(r"\d+")
_ELEMENT = re.compile(r"<([\w:]+)[^<>]*/>|<([\w:]+)[^<>]*>[^<>]*</\2>")


@dataclass
class Figures:
    """What became of one task over all files; memory in MiB."""

    ended: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    memory: float = 0.0
    broke_down: Counter[str] = field(default_factory=Counter)
    over: list[str] = field(default_factory=list)


@cache
def sound_files() -> dict[str, bytes]:
    """A small file of every kind with structure, by its name."""
    text = "关于做好屋顶绿化养护工作的通知"
    return {
        "a.docx": samples.docx_bytes(text, "一、明确责任", "二、加强检查"),
        "a.xlsx": samples.xlsx_bytes(),
        "a.pdf": samples.pdf_bytes(),
        "a.ofd": samples.ofd_bytes(samples.ofd_text(10, 10, text), samples.ofd_text(1, 1, "二")),
        "a.png": samples.image_bytes("PNG", (64, 64)),
        "a.jpg": samples.image_bytes("JPEG", (64, 64)),
    }


def spoiled(data: bytes, chance: random.Random) -> bytes:
    """The file with one to four things wrong in it."""
    if data.startswith(b"PK") and chance.random() < 0.7:
        members = samples.members_of(data)
        for _ in range(chance.randint(1, 3)):
            name = chance.choice(sorted(members))
            members[name] = _spoiled_entry(members[name], chance)
        return _zipped(members)
    for _ in range(chance.randint(1, 4)):
        data = chance.choice(_BYTES)(data, chance)
    return data


def _zipped(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _spoiled_entry(data: bytes, chance: random.Random) -> bytes:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return chance.choice(_BYTES)(data, chance)
    return chance.choice(_MARKUP)(text, chance).encode("utf-8", "surrogatepass")


def _flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 20)):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _repeated(data: bytes, chance: random.Random) -> bytes:
    begin, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:end] + data[begin:end] * chance.randint(1, 50) + data[end:]


def _blanked(data: bytes, chance: random.Random) -> bytes:
    begin, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:begin] + bytes([chance.randrange(256)]) * (end - begin) + data[end:]


def _numbered(data: bytes, chance: random.Random) -> bytes:
    return _with_number(data.decode("latin-1"), chance).encode("latin-1", "replace")


def _with_number(text: str, chance: random.Random) -> str:
    found = list(_NUMBER.finditer(text))
    if not found:
        return text
    place = chance.choice(found)
    number = chance.choice(("0", "-1", "4294967296", "9" * 30, "1e308", "NaN"))
    return text[: place.start()] + number + text[place.end() :]


def _many_elements(text: str, chance: random.Random) -> str:
    found = list(_ELEMENT.finditer(text))
    if not found:
        return text
    place = chance.choice(found)
    times = chance.randint(2, _MOST_REPEATED)
    return text[: place.start()] + place[0] * times + text[place.end() :]


def _nested(text: str, chance: random.Random) -> str:
    found = list(_ELEMENT.finditer(text))
    if not found:
        return text
    place = chance.choice(found)
    name, depth = place[1] or place[2], chance.choice((10, 250, 5_000))
    inner = f"<{name}>" * depth + place[0] + f"</{name}>" * depth
    return text[: place.start()] + inner + text[place.end() :]


def _without_element(text: str, chance: random.Random) -> str:
    found = list(_ELEMENT.finditer(text))
    if not found:
        return text
    place = chance.choice(found)
    return text[: place.start()] + text[place.end() :]


def _long_text(text: str, chance: random.Random) -> str:
    place = text.find("><", chance.randrange(len(text) + 1)) + 1
    run = chance.choice(("　", " ", "》", "印发", "废止", "\u202f", "1", "<!-- -->", "\n"))
    return text[:place] + run * chance.randint(1, 20_000) + text[place:]


_BYTES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flipped, _cut, _repeated, _blanked, _numbered,
)  # fmt: skip
_MARKUP: tuple[Callable[[str, random.Random], str], ...] = (
    _with_number, _many_elements, _nested, _without_element, _long_text,
)  # fmt: skip


# Arguments that a task does without.
_USUAL = frozenset(
    {"return", "data", "limits", "pictures", "scans", "depth", "readings", "most", "wordless"}
)
_BY_PLACE, _BY_WORDS = (Mark(1, (1.0, 1.0, 50.0, 50.0)),), (Mark(words="绿化"),)
# By whoever asks for one: the whole of what is asked of a file before it is published.
_GATE = "check_file"
# They look again at what was opened before, and whoever asks takes a breakdown for an answer.
_MAY_BREAK_DOWN = ("marks", "shots")
_GATE_BUDGET = Budget(
    seconds=BUDGETS.inspect.seconds + BUDGETS.scrub.seconds + BUDGETS.read.seconds
    + BUDGETS.shots.seconds,
)  # fmt: skip


def files(number: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many spoiled files with their names, the same for the same seed and sound files."""
    chance = random.Random(seed)
    sound = sound_files()
    for _ in range(number):
        name = chance.choice(sorted(sound))
        yield name, spoiled(sound[name], chance)


def tried(name: str, data: bytes, figures: dict[str, Figures]) -> None:
    """One file through every task that asks for no more than its name or kind."""
    kind = {"jpg": "jpeg"}.get(name[2:], name[2:])
    marks = _BY_WORDS if kind in ("docx", "xlsx") else _BY_PLACE
    known = {
        "name": name, "kind": kind, "after": 0, "page": 1, "marks": marks, "words": ("绿化",),
    }  # fmt: skip
    for task, function in tasks.TASKS.items():
        asked = set(arguments_of(function)) - _USUAL
        if asked <= set(known):
            budget = getattr(BUDGETS, task, Budget())
            arguments = {each: known[each] for each in asked}
            _try(figures.setdefault(task, Figures()), task, data, budget, arguments)
    _ask_the_gate(figures.setdefault(_GATE, Figures()), name, data)


def _ask_the_gate(figures: Figures, name: str, data: bytes) -> None:
    """What publication would say; it answers whatever the file is."""
    begun = time.monotonic()
    verdict = would_publish(data, name=name)
    figures.ended["blocked" if verdict.blocked else "may go out"] += 1
    # Where the file is opened there are limits; what is kept here is what comes back.
    figures.memory = max(figures.memory, getrusage(RUSAGE_SELF).ru_maxrss / 1024)
    seconds = time.monotonic() - begun
    figures.seconds = max(figures.seconds, seconds)
    if seconds > _GATE_BUDGET.seconds + _GRACE_SECONDS:
        figures.over.append(f"{seconds:.1f} s")


def _try(
    figures: Figures, task: str, data: bytes, budget: Budget, arguments: dict[str, Any]
) -> None:
    begun = time.monotonic()
    try:
        answer = confined(task, data, budget=budget, **arguments)
        figures.ended["done"] += 1
        figures.memory = max(figures.memory, answer.memory)
        if answer.memory > _IDLE_MIB + budget.memory / MIB:
            figures.over.append(f"{answer.memory:.0f} MiB")
    except tuple(tasks.REFUSALS):
        figures.ended["refused"] += 1
    except OverBudget as over:
        figures.ended[f"ended: {over.cause}"] += 1
    except Crashed as crashed:
        figures.ended["broke down"] += 1
        figures.broke_down[crashed.cause] += 1
    seconds = time.monotonic() - begun
    figures.seconds = max(figures.seconds, seconds)
    if seconds > budget.seconds + _GRACE_SECONDS:
        figures.over.append(f"{seconds:.1f} s")


def broken_down(figures: dict[str, Figures]) -> list[str]:
    """Tasks that ended in an error nobody expected."""
    return [task for task, row in figures.items() if row.broke_down and task not in _MAY_BREAK_DOWN]


def main() -> int:
    """Print the table; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    figures: dict[str, Figures] = {}
    for name, data in files(options.files, options.seed):
        tried(name, data, figures)
    for task, row in figures.items():
        budget = _GATE_BUDGET if task == _GATE else getattr(BUDGETS, task, Budget())
        ended = ", ".join(f"{how} {number}" for how, number in sorted(row.ended.items()))
        print(f"{task}: {ended}")
        print(f"    longest {row.seconds:.1f} of {budget.seconds:g} s", end=", ")
        print(f"largest {row.memory:.0f} of {_IDLE_MIB + budget.memory / MIB:.0f} MiB")
        for place, number in row.broke_down.most_common():
            print(f"    broke down {number} times: {place}")
    over = [f"{task}: {each}" for task, row in figures.items() for each in row.over]
    print(f"{options.files} files, above budget: {'; '.join(over) or 'none'}")
    return 1 if over or broken_down(figures) else 0


if __name__ == "__main__":
    sys.exit(main())
