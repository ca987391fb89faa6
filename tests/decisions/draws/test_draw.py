"""The draw: golden vectors by three ways, what it refuses, and that nobody can steer it."""

from __future__ import annotations

import io
import itertools
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from decisions.draws.draw import Candidate, DrawError, chances, draw, in_order, key_of
from decisions.draws.lists import canonical, leaf_of, read_list, seed_of, sha256, thrown

ROOT = Path(__file__).resolve().parents[3]
GROUPS = (
    "市民", "市民", "企业", "市民", "企业", "外来务工", "市民", "企业", "市民", "市民", "外来务工",
    "市民",
)  # fmt: skip
PEOPLE = tuple(Candidate(str(number), group) for number, group in enumerate(GROUPS, start=1))
SEED = "DEMO-2026-01"
QUOTAS = {"企业": 2, "外来务工": 1}
CODE = "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"


def numbers(rows: Sequence[Candidate]) -> str:
    return " ".join(each.number for each in rows)


def as_csv(rows: Sequence[Candidate] = PEOPLE) -> bytes:
    lines = [f"{each.number},{each.group}" for each in rows]
    return "\n".join(["number,group", *lines, ""]).encode()


def drawn(
    places: int = 5, quotas: Mapping[str, int] | None = None, seed: str = SEED
) -> tuple[str, str]:
    found = draw(PEOPLE, seed=seed, places=places, quotas=quotas)
    return numbers(found.chosen), numbers(found.substitutes)


def test_the_first_golden_vector() -> None:
    assert numbers(in_order(PEOPLE, SEED)) == "7 6 5 9 12 2 11 3 8 10 4 1"
    keys = [key_of(SEED, each.number)[:8] for each in in_order(PEOPLE, SEED)]
    assert keys == [
        "3555cbe8", "39544130", "504352f3", "51035a45", "5a21b266", "70c32a0c", "87efe2af",
        "9460beee", "c7acc6d3", "dd0a4716", "e52246ca", "e61ca50b",
    ]  # fmt: skip
    assert drawn() == ("7 6 5 9 12", "2 11 3 8 10 4 1")
    assert drawn(quotas=QUOTAS) == ("7 6 5 9 3", "12 2 11 8 10 4 1")
    found = draw(PEOPLE, seed=SEED, places=5, quotas=QUOTAS)
    assert found.by_quota == {"5": "企业", "3": "企业", "6": "外来务工"}


def test_the_second_golden_vector_of_three_locks() -> None:
    salt = "0" * 32
    rows = [(int(p.number), p.group, leaf_of(SEED, int(p.number), p.group, salt)) for p in PEOPLE]
    listed = canonical(reversed(rows))
    assert len(listed) == 921
    assert rows[0][2].startswith("d186fb6c")
    assert rows[0][2].endswith("b771")
    locked = sha256(listed)
    assert locked == "e015e68f5604353a0f16451f21a3cc30dd649131207f368d11d5a864f3009062"
    assert sha256(CODE.encode()) == (
        "4bafe5ea6278f2ca6542801c635eef652562a0b12eece8929e2ef382b76ef9ab"
    )
    seed = seed_of(SEED, locked, thrown([3, 1, 7, 0, 9, 4, 4, 2, 8, 6]), CODE)
    assert seed == f"{SEED}|{locked}|3.1.7.0.9.4.4.2.8.6./|{CODE}"
    read = read_list(listed).candidates
    assert numbers(in_order(read, seed)) == "3 10 4 2 9 11 5 8 6 1 12 7"
    found = draw(read, seed=seed, places=5, quotas=QUOTAS)
    assert numbers(found.chosen) == "3 10 4 11 5"
    assert numbers(found.substitutes) == "2 9 8 6 1 12 7"


class TestTheCommand:
    """`manage.py draw`, and the script that is handed out."""

    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        path = tmp_path / "list.csv"
        path.write_bytes(as_csv())
        return path

    def run(self, file: Path, *words: str) -> tuple[list[str], str]:
        out, err = io.StringIO(), io.StringIO()
        given = ["--candidates", str(file), "--seed", SEED, *words]
        call_command("draw", *given, stdout=out, stderr=err)
        return out.getvalue().split("\n"), err.getvalue()

    @pytest.mark.parametrize(
        "words",
        [
            ["--quota", "企业=2", "外来务工=1"],
            ["--quota", "外来务工=1", "--quota", "企业=2"],
        ],
    )
    def test_it_prints_the_chosen_and_then_the_substitutes(
        self, file: Path, words: list[str]
    ) -> None:
        lines, said = self.run(file, "--places", "5", *words)
        want = ["7", "6", "5", "9", "3", "候补（依次）", "12", "2", "11", "8", "10", "4", "1", ""]
        assert (lines, said) == (want, "")

    def test_the_script_says_the_same(self, file: Path) -> None:
        script = str(ROOT / "docs" / "examples" / "draw.py")
        for words in ([], ["企业=2", "外来务工=1"]):
            quotas = [each for word in words for each in ("--quota", word)]
            lines, _ = self.run(file, "--places", "5", *quotas)
            argv = [sys.executable, script, str(file), SEED, "5", *words]
            told = subprocess.run(argv, capture_output=True, check=True, text=True).stdout
            assert told.split("\n") == lines

    def test_a_copy_with_bom_and_crlf_gives_the_same_and_says_so(self, file: Path) -> None:
        plain, _ = self.run(file, "--places", "5")
        file.write_bytes(b"\xef\xbb\xbf" + as_csv().replace(b"\n", b"\r\n"))
        lines, said = self.run(file, "--places", "5")
        assert lines == plain
        assert "BOM" in said
        assert "不是公布的名单散列" in said

    @pytest.mark.parametrize(
        ("data", "words", "error"),
        [
            (as_csv().decode().encode("gbk"), [], "UTF-8"),
            (b"", [], "number"),
            (b"number\n1\n", [], "缺少group"),
            (b"number,group\n", [], "没有人"),
            ("number,group\n１２,a\n".encode(), [], "半角数字"),
            (b"number,group\n+1,a\n", [], "半角数字"),
            (b"number,group\n 1,a\n", [], "半角数字"),
            (b"number,group\n,a\n", [], "半角数字"),
            (b"number,group\n7,a\n07,a\n", [], "分不清"),
            (b"number,group\n7,a\n7,b\n", [], "重复"),
            (as_csv(), ["--quota", "企业=4", "外来务工=2"], "多于5个名额"),
            (as_csv(), ["--quota", "企业=1", "企业=1"], "写了两次"),
            (as_csv(), ["--quota", "企業=1"], "没有“企業”"),
            (as_csv(), ["--quota", "企业=-1"], "负数"),
            (as_csv(), ["--quota", "企业"], "组=名额"),
            (as_csv(), ["--places", "0"], "至少是1"),
        ],
    )
    def test_what_cannot_be_meant_is_said_and_nothing_printed(
        self, file: Path, data: bytes, words: list[str], error: str
    ) -> None:
        file.write_bytes(data)
        out = io.StringIO()
        given = ["--candidates", str(file), "--seed", SEED, "--places", "5", *words]
        with pytest.raises(CommandError, match=error):
            call_command("draw", *given, stdout=out)
        assert out.getvalue() == ""

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="打不开名单"):
            self.run(tmp_path / "none.csv", "--places", "1")


@pytest.mark.parametrize("seed", ["", "a\nb", "a\x00"])
def test_a_seed_that_is_none(seed: str) -> None:
    with pytest.raises(DrawError, match="种子"):
        draw(PEOPLE, seed=seed, places=1)


def test_what_is_odd_is_drawn_and_told() -> None:
    assert "空格也算" in draw(PEOPLE, seed=" a", places=1).warnings[0]
    assert "NFC" in draw(PEOPLE, seed="e\u0301", places=1).warnings[0]
    few = draw(PEOPLE, seed=SEED, places=6, quotas={"外来务工": 3})
    assert few.warnings == ("“外来务工”只有2人，不足3人，余下的名额转入一般名额。",)
    assert len(few.chosen) == 6
    every = draw(PEOPLE, seed=SEED, places=12)
    assert (len(every.chosen), every.substitutes) == (12, ())
    assert "全部入选" in every.warnings[0]


def test_the_order_of_list_and_quotas_changes_nothing() -> None:
    chance = random.Random(5)  # noqa: S311
    want = drawn(quotas=QUOTAS)
    for order in itertools.permutations(QUOTAS):
        mixed = chance.sample(PEOPLE, len(PEOPLE))
        quotas = {group: QUOTAS[group] for group in order}
        found = draw(mixed, seed=SEED, places=5, quotas=quotas)
        assert (numbers(found.chosen), numbers(found.substitutes)) == want


def test_the_chance_of_each_group_is_told() -> None:
    sizes = {"市民": 60, "企业": 30, "外来务工": 10}
    told = chances(sizes, places=10, quotas={"企业": 3, "外来务工": 2})
    shown = {group: round(chance * 100, 1) for group, chance in told.items()}
    assert shown == {"市民": 7.7, "企业": 11.1, "外来务工": 20.5}
    assert sum(told[group] * sizes[group] for group in sizes) == pytest.approx(10)
    assert [*chances(sizes, places=10).values()] == pytest.approx([0.1] * 3)
    assert chances({"a": 2, "b": 1}, places=3) == {"a": 1.0, "b": 1.0}


def test_the_chances_are_those_of_many_draws() -> None:
    sizes, quotas = {"市民": 60, "企业": 30, "外来务工": 10}, {"企业": 3, "外来务工": 2}
    groups = [group for group, size in sizes.items() for _ in range(size)]
    people = [Candidate(str(number), group) for number, group in enumerate(groups, start=1)]
    won = dict.fromkeys(sizes, 0)
    rounds = 400
    for number in range(rounds):
        for each in draw(people, seed=f"S{number}", places=10, quotas=quotas).chosen:
            won[each.group] += 1
    told = chances(sizes, places=10, quotas=quotas)
    for group, size in sizes.items():
        assert won[group] / rounds / size == pytest.approx(told[group], abs=0.02)


def test_an_organ_that_knows_code_and_list_cannot_steer() -> None:
    """Acceptance test 20: of a thousand lists it takes the one that serves its favourite best as
    far as it can know, which is before the dice fall; the favourite stays at his chance.
    """
    favourite, people, places = "37", range(1, 101), 5
    # Without the dice it chooses by what it can reckon: the list, the code, a guess of the dice.
    guess = thrown([0] * 10)
    best = ""
    for variant in range(1000):
        locked = sha256(f"list {variant}".encode())
        seed = seed_of("D", locked, guess, CODE)
        mine = key_of(seed, favourite)
        if sum(key_of(seed, str(each)) < mine for each in people) < places:
            best = locked
            break
    assert best
    chance, won, rounds = random.Random(20), 0, 400  # noqa: S311
    for _ in range(rounds):
        entropy = thrown([chance.randrange(10) for _ in range(10)])
        seed = seed_of("D", best, entropy, CODE)
        mine = key_of(seed, favourite)
        won += sum(key_of(seed, str(each)) < mine for each in people) < places
    assert won / rounds == pytest.approx(places / 100, abs=0.033)


@pytest.mark.parametrize("throws", [[], [10], [-1]])
def test_no_die_shows_it(throws: list[int]) -> None:
    with pytest.raises(DrawError, match="0到9"):
        thrown(throws)
