"""The report of slow tests at the end of `make test`."""

from __future__ import annotations

from pathlib import Path

from deploy.local.durations import SHOWN, Duration, durations, report

RECORD = """<?xml version="1.0" encoding="utf-8"?>
<testsuites><testsuite name="pytest">
<testcase classname="tests.test_a" name="test_quick[甲]" time="0.250"/>
<testcase classname="tests.test_a.TestDoor" name="test_slow" time="12.500"><failure/></testcase>
<testcase classname="elsewhere" name="test_far" time="1.000"/>
</testsuite></testsuites>"""


def test_each_test_is_named_as_it_can_be_run_again(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_a.py").touch()
    record = tmp_path / "record.xml"
    record.write_text(RECORD, encoding="utf-8")
    assert durations(record, "测试", tmp_path) == [
        Duration(0.25, "tests/test_a.py::test_quick[甲]", "测试"),
        Duration(12.5, "tests/test_a.py::TestDoor::test_slow", "测试"),
        Duration(1.0, "elsewhere::test_far", "测试"),
    ]


def test_a_step_that_was_broken_off_has_no_times(tmp_path: Path) -> None:
    record = tmp_path / "record.xml"
    assert durations(record, "测试", tmp_path) == []
    record.write_text(RECORD[:90], encoding="utf-8")
    assert durations(record, "测试", tmp_path) == []
    assert report([]) == ""


def test_the_slowest_of_all_steps_come_first() -> None:
    plain = [Duration(float(n), f"test_{n}", "测试") for n in range(SHOWN)]
    lines = report([*plain, Duration(11.5, "test_page", "浏览器测试")]).splitlines()
    assert lines[1] == "── 最慢的 25 个测试"
    assert lines[2] == "  24.0 秒  测试  test_24"
    assert lines[15] == "  11.5 秒  浏览器测试  test_page"
    assert len(lines) == 2 + SHOWN
