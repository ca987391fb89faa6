"""One look at an address: bounded, judged by its number, never into our own network."""

from __future__ import annotations

import datetime as dt
import socket
from pathlib import Path
from typing import Any

import pytest

from portal.common.reach import PrivateAddress, addresses_of
from portal.links.choices import Sight
from portal.links.probe import Answer, Limits, Rules, probe
from tests.links.planted import PUBLIC, SITE, Network, Seen, self_signed, serving

QUICK = Limits(step=0.4, altogether=0.5, slow=0.1)


def look(path: str, **rules: Any) -> Answer:
    return probe(f"http://{SITE}/{path}", Rules(**rules))


@pytest.mark.parametrize(
    ("path", "sight", "said"),
    [
        ("200", Sight.OPENS, ""),
        ("204", Sight.OPENS, ""),
        ("206", Sight.OPENS, ""),
        ("moved", Sight.OPENS, ""),
        ("hop-8", Sight.OPENS, ""),
        ("hop-9", Sight.FAILED, "转向次数过多"),
        ("loop", Sight.FAILED, "回到了原处"),
        ("404", Sight.FAILED, "状态码 404"),
        ("410", Sight.FAILED, "状态码 410"),
        ("500", Sight.FAILED, "状态码 500"),
        ("503", Sight.FAILED, "状态码 503"),
        ("moved-dead", Sight.FAILED, "状态码 404"),
        ("302", Sight.FAILED, "没有写明去处"),
        ("401", Sight.BLOCKED, "状态码 401"),
        ("403", Sight.BLOCKED, "状态码 403"),
        ("429", Sight.BLOCKED, "状态码 429"),
        ("405", Sight.BLOCKED, "状态码 405"),
        ("challenge", Sight.BLOCKED, "只让人看"),
        ("gone-200", Sight.FAILED, "页面写明内容不存在"),
        ("guide", Sight.OPENS, ""),
        ("endless", Sight.OPENS, ""),
        ("reset", Sight.FAILED, "连接失败"),
        ("inward", Sight.PRIVATE, "内网"),
    ],
)
def test_each_answer_for_what_it_is(network: Network, path: str, sight: Sight, said: str) -> None:
    answer = look(path)
    assert answer.sight is sight
    assert said in answer.problem
    assert bool(answer.problem) is (sight is not Sight.OPENS)


def test_what_asks_for_time_says_how_long(network: Network) -> None:
    answer = look("later")
    assert (answer.sight, answer.pause, answer.paused) == (
        Sight.BLOCKED,
        dt.timedelta(seconds=120),
        SITE,
    )


def test_a_slow_one_is_slow_and_a_dripping_one_is_cut_off(network: Network) -> None:
    assert look("slow", limits=QUICK).sight is Sight.SLOW
    answer = look("drip", limits=Limits(step=0.2, altogether=0.25, slow=0.1))
    assert answer.sight is Sight.FAILED


def test_the_clock_and_its_limits_are_the_caller_s(network: Network) -> None:
    times = iter([0.0, 0.0, 0.0, 0.0, 6.0, 6.0, 6.0])
    answer = look("200", clock=lambda: next(times, 6.0))
    assert (answer.sight, answer.problem) == (Sight.SLOW, "打开很慢，请人工看")


def test_a_failure_of_the_moment_is_looked_at_twice_and_a_lasting_one_once(
    network: Network, seen: Seen
) -> None:
    for path, times in (("500", 2), ("reset", 2), ("404", 1), ("403", 1), ("gone-200", 1)):
        seen.paths.clear()
        look(path)
        assert (path, len(seen.paths)) == (path, times)


def test_a_bad_certificate_is_a_failure_and_never_passed_over(
    network: Network, tmp_path: Path
) -> None:
    with serving(self_signed(tmp_path)) as (port, seen):
        network.port = port
        answer = probe(f"https://{SITE}/200")
    assert (answer.sight, answer.problem) == (Sight.FAILED, "网站的 HTTPS 证书有误")
    assert (network.connected, seen.paths) == ([PUBLIC], [])


# As the policy sheet lists them; the last three are planted below.
SPELLINGS = [
    "127.1", "0x7f000001", "2130706433", "①②⑦.⓪.⓪.①", "127。0。0。1", "[::1]",
    "[::ffff:10.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "100.64.0.1", "169.254.169.254",
    "0.0.0.0", "224.0.0.1", "[fc00::1]", "[fe80::1]",  # noqa: S104
]  # fmt: skip


class TestNeverInwards:
    """Eighteen ways to a private number, and no connection to any."""

    @pytest.mark.parametrize("host", SPELLINGS)
    def test_a_private_number_in_whatever_spelling(self, network: Network, host: str) -> None:
        answer = probe(f"http://{host}/")
        assert answer.sight is Sight.PRIVATE
        assert network.connected == []

    def test_a_public_name_with_a_private_number(self, network: Network) -> None:
        network.names["inner.example"] = ["192.168.1.9"]
        assert probe("http://inner.example/").sight is Sight.PRIVATE
        assert network.connected == []

    def test_a_name_that_turns_private_at_the_second_look_up(self, network: Network) -> None:
        """The number that was judged is connected to, and not looked up again; the next request
        of the same look is judged anew.
        """
        network.names[SITE] = [PUBLIC, "10.0.0.1"]
        assert look("200").sight is Sight.OPENS
        assert network.looked_up == [SITE]
        network.names[SITE] = [PUBLIC, "10.0.0.1"]
        network.looked_up.clear()
        assert look("moved").sight is Sight.PRIVATE
        assert network.looked_up == [SITE, SITE]
        assert set(network.connected) == {PUBLIC}

    def test_a_redirect_inwards(self, network: Network) -> None:
        assert look("inward").sight is Sight.PRIVATE
        assert network.connected == [PUBLIC]

    def test_one_private_number_among_public_ones_is_enough(
        self, network: Network, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        both = [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 80))
            for number in (PUBLIC, "10.0.0.1")
        ]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: both)
        with pytest.raises(PrivateAddress):
            addresses_of("both.example", 80)

    def test_hosts_the_operator_names_may_be_private(self, network: Network) -> None:
        network.names["gateway.internal"] = ["10.0.0.1"]
        probe("http://gateway.internal/", Rules(exempt=["gateway.internal"]))
        assert set(network.connected) == {"10.0.0.1"}


class TestListed:
    """Dangerous domains, by their whole labels."""

    @pytest.mark.parametrize(
        ("host", "is_dangerous"),
        [
            ("evil.example", True),
            ("EVIL.example.", True),
            ("a.b.evil.example", True),
            ("ｅｖｉｌ.example", True),
            ("evil。example", True),
            ("notevil.example", False),
            ("evil.example.org", False),
            ("evil-example", False),
        ],
    )
    def test_the_domain_and_what_lies_below_it(
        self, network: Network, host: str, is_dangerous: bool
    ) -> None:
        network.names |= {"notevil.example": [PUBLIC], "evil.example.org": [PUBLIC]}
        network.names["evil-example"] = [PUBLIC]
        answer = probe(f"http://{host}/200", Rules(domains={"evil.example"}))
        assert (answer.sight is Sight.LISTED) is is_dangerous
        assert bool(network.connected) is not is_dangerous

    def test_a_redirect_there(self, network: Network) -> None:
        answer = look("listed", domains={"evil.example"})
        assert (answer.sight, answer.problem) == (Sight.LISTED, "在危险网站名单上")
        assert network.connected == [PUBLIC]


@pytest.mark.parametrize(
    "url", ["http://", "http://[", f"http://a:b@{SITE}/", f"ftp://{SITE}/", f"http://{SITE}:99999/"]
)
def test_what_is_no_address(network: Network, url: str) -> None:
    answer = probe(url)
    assert (answer.sight, answer.problem) == (Sight.FAILED, "网址写法有误")
    assert network.connected == []


def test_nobody_there(network: Network) -> None:
    network.names["away.example"] = ["203.0.114.9"]
    answer = probe("http://away.example/")
    assert (answer.sight, answer.problem) == (Sight.FAILED, "连接失败，网站可能已关闭")


@pytest.mark.parametrize("query", ["a b", "x%0d%0aInjected: 1", "甲", "?&=%zz"])
def test_odd_queries_stay_one_request(network: Network, seen: Seen, query: str) -> None:
    assert look(f"200?{query}").status == 200
    assert len(seen.paths) == 1
