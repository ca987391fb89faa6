"""A slice of `python -m benchmarks.fuzz_files`: no spoiled file costs more than its budget."""

from benchmarks.fuzz_files import Figures, broken_down, files, sound_files, tried


def test_spoiled_files_end_within_their_budget() -> None:
    figures: dict[str, Figures] = {}
    for name, data in files(16, seed=10):
        tried(name, data, figures)
    assert {"inspect", "extract", "scrub", "expose", "redact", "check_file"} <= set(figures)
    for row in figures.values():
        assert row.ended.total() == 16
        assert row.over == []
    assert broken_down(figures) == []


def test_the_files_it_spoils_are_sound() -> None:
    figures: dict[str, Figures] = {}
    for name, data in sound_files().items():
        tried(name, data, figures)
    for task in ("inspect", "scrub"):
        assert figures[task].ended == {"done": len(sound_files())}


def test_the_same_seed_spoils_alike() -> None:
    assert list(files(5, seed=3)) == list(files(5, seed=3))
    assert list(files(5, seed=3)) != list(files(5, seed=4))
