"""A built-up state of database and folders, kept beside it and put back for each test.

Building the small site takes seconds, putting it back a tenth of one.
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from tests.baseline import Kept, bring_back, keep

T = TypeVar("T")


class Shelf:
    """States by name, each built once on what the migrations made; under `room` lie the files of
    each.
    """

    def __init__(self, room: Path) -> None:
        self._room = room
        # By state: its rows, and what built them.
        self._states: dict[str, tuple[Kept, Any]] = {}

    def bring(self, name: str, build: Callable[[], T], folders: list[Path]) -> T:
        """Build the state of this name the first time, put it back ever after.

        `folders` belong to the state. What `build` returned comes as a copy, so that no test
        sees what another did to it.
        """
        if name not in self._states:
            built = build()
            self._states[name] = keep(f"kept_{name}"), built
            self._keep_files(name, folders)
        else:
            bring_back(self._states[name][0])
            self._put_files_back(name, folders)
        found: T = copy.deepcopy(self._states[name][1])
        return found

    def _keep_files(self, name: str, folders: list[Path]) -> None:
        for number, folder in enumerate(folders):
            if folder.is_dir():
                shutil.copytree(folder, self._room / name / str(number))

    def _put_files_back(self, name: str, folders: list[Path]) -> None:
        for number, folder in enumerate(folders):
            if (kept := self._room / name / str(number)).is_dir():
                shutil.copytree(kept, folder, dirs_exist_ok=True)
