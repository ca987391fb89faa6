"""A small table of acts, and everything that is read and drawn from it."""

from __future__ import annotations

import pytest

from portal.statute import Article
from portal.workflow import SAME, Act, State, Workflow, diagram, lawful_path


class Loan(State):
    """Where a loan of a book stands."""

    ASKED = "asked", "待借", "warning", "clerk", True
    LENT = "lent", "已借", "info", "reader", True
    BACK = "back", "已还", "success"
    LOST = "lost", "遗失", "danger"


_LAW = Article(33, 2)
LEND = Act("lend", "借出", (Loan.ASKED,), Loan.LENT, "clerk", _LAW, "借出一册", is_main=True)
EXTEND = Act("extend", "续借", (Loan.LENT,), Loan.LENT, "clerk", _LAW, "续借一次")
GIVE_BACK = Act("give_back", "归还", (Loan.LENT,), Loan.BACK, "reader", _LAW, "读者归还")
NOTE = Act("note", "备注", (Loan.ASKED, Loan.LENT), SAME, "clerk", _LAW, "写下备注")
ASK = Act("ask", "询问", (Loan.ASKED,), SAME, "reader", _LAW, "读者询问")
MOVE = Act("move", "搬架", (Loan.BACK,), SAME, "head", _LAW, "整架搬走")
TABLE = Workflow(
    Loan,
    Loan.ASKED,
    (NOTE, LEND, EXTEND, GIVE_BACK, ASK),
    in_bulk=(MOVE,),
    party="reader",
    openings={"submit": "提出借阅"},
)


def test_a_state_is_its_code_and_a_whole_row() -> None:
    assert Loan("asked") is Loan.ASKED
    assert Loan.ASKED == "asked"
    assert (Loan.LENT.label, Loan.LENT.colour, Loan.LENT.waits_for) == ("已借", "info", "reader")
    assert Loan.open == (Loan.ASKED, Loan.LENT)
    assert Loan.values == ["asked", "lent", "back", "lost"]
    assert Loan.choices[2] == ("back", "已还")
    assert not Loan.BACK.is_open
    with pytest.raises(ValueError, match="nowhere"):
        Loan("nowhere")


def test_an_act_is_found_in_the_states_it_leaves_and_nowhere_else() -> None:
    assert TABLE.find("lend", "asked") is LEND
    assert TABLE.find("lend", "lent") is None
    assert TABLE.find("note", "lent") is NOTE
    assert TABLE.find("steal", "asked") is None
    assert TABLE.find("move", "back") is None


def test_what_is_done_in_bulk_has_a_name_and_no_button() -> None:
    assert TABLE.named("move") is MOVE
    assert TABLE.named("lend") is LEND
    assert TABLE.named("steal") is None
    assert "move" not in TABLE.actions
    assert list(TABLE.offered_in("back")) == []


@pytest.mark.parametrize(
    ("state", "leaving", "beside", "offered"),
    [
        ("asked", [LEND], [NOTE, ASK], [LEND, NOTE]),
        ("lent", [EXTEND, GIVE_BACK], [NOTE], [EXTEND, NOTE]),
        ("back", [], [], []),
    ],
)
def test_what_leads_on_comes_before_what_runs_beside(
    state: str, leaving: list[Act], beside: list[Act], offered: list[Act]
) -> None:
    """The party's own acts are offered by its own page."""
    assert list(TABLE.leaving(state)) == leaving
    assert list(TABLE.beside(state)) == beside
    assert list(TABLE.offered_in(state)) == offered


def test_the_party_does_what_is_its_own_in_its_state() -> None:
    assert TABLE.by_party("give_back", "lent") is GIVE_BACK
    assert TABLE.by_party("give_back", "asked") is None
    assert TABLE.by_party("ask", "asked") is ASK
    assert TABLE.by_party("lend", "asked") is None


def test_sentences_of_acts_of_openings_and_of_what_is_done_in_bulk() -> None:
    assert TABLE.sentence("lend") == "借出一册"
    assert TABLE.sentence("move") == "整架搬走"
    assert TABLE.sentence("submit") == "提出借阅"
    with pytest.raises(KeyError):
        TABLE.sentence("steal")


def test_the_diagram_draws_transitions_only() -> None:
    assert diagram(TABLE).splitlines() == [
        "stateDiagram-v2",
        "    [*] --> asked",
        f"    asked --> lent: 借出（{LEND.citation}）",
        f"    lent --> lent: 续借（{LEND.citation}）",
        f"    lent --> back: 归还（{LEND.citation}）",
    ]
    assert LEND.citation.endswith("第三十三条第二款")


def test_the_shortest_lawful_path() -> None:
    assert lawful_path(TABLE, "asked") == ()
    assert lawful_path(TABLE, "lent") == ("lend",)
    assert lawful_path(TABLE, Loan.BACK) == ("lend", "give_back")
    with pytest.raises(KeyError):
        lawful_path(TABLE, "lost")
