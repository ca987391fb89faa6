"""Looking at outside addresses: bounded, never inside our own network, kept for a while."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from disclosure import probing, tasks
from disclosure.models import LinkCheck
from disclosure.probing import probe
from disclosure.services.links import BAD_FOR, GOOD_FOR, check_external_links
from tests.builders import FILED_AT, City, published


class _Site(BaseHTTPRequestHandler):
    """An outside site: /200, /404 and so on; odd ones by name."""

    asked: ClassVar[list[str]] = []

    def _answer(self) -> None:
        self.asked.append(f"{self.command} {self.path}")
        name = self.path.strip("/").partition("?")[0]
        if name == "no-head" and self.command == "HEAD":
            name = "405"
        if name == "slow":
            threading.Event().wait(2)
        if name == "drip":
            self._drip()
            return
        targets = {"moved": "/200", "moved-dead": "/404", "loop": "/loop", "inward": _INWARD}
        status = 302 if name in targets else int(name) if name.isdigit() else 200
        self.send_response(status)
        if name in targets:
            self.send_header("Location", targets[name])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _drip(self) -> None:
        """One byte at a time: each comes in time, the answer never."""
        try:
            for byte in b"HTTP/1.0 200 OK\r\nX: " + b"x" * 200:
                self.wfile.write(bytes([byte]))
                threading.Event().wait(0.1)
        except OSError:
            return

    do_HEAD = do_GET = _answer  # noqa: N815 - the names the server calls

    def log_message(self, *_args: object) -> None:
        """Nothing on the terminal."""


_INWARD = "http://127.0.0.1:1/"


@pytest.fixture
def site(settings: Any) -> Iterator[str]:
    """The outside site; `localhost` counts as public here, 127.0.0.1 does not."""
    settings.OUTBOUND_PRIVATE_HOSTS = ["localhost"]
    settings.LINK_CHECK_EXTERNAL = True
    _Site.asked.clear()
    server = ThreadingHTTPServer(("localhost", 0), _Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


class TestProbe:
    """One address."""

    @pytest.mark.parametrize("path", ["200", "204", "moved", "401", "403", "429", "no-head"])
    def test_what_is_there(self, site: str, path: str) -> None:
        assert probe(f"{site}/{path}").problem == ""

    @pytest.mark.parametrize("path", ["404", "410", "500", "moved-dead"])
    def test_what_is_not(self, site: str, path: str) -> None:
        answer = probe(f"{site}/{path}")
        assert answer.status in (404, 410, 500)
        assert str(answer.status) in answer.problem

    def test_head_is_enough_when_it_is_answered(self, site: str) -> None:
        probe(f"{site}/200")
        probe(f"{site}/no-head")
        assert _Site.asked == ["HEAD /200", "HEAD /no-head", "GET /no-head"]

    def test_redirects_end(self, site: str) -> None:
        answer = probe(f"{site}/loop")
        assert (answer.status, answer.problem) == (None, "转向次数过多")
        assert len(_Site.asked) == 4

    @pytest.mark.parametrize(
        "url",
        [
            "http://127.0.0.1/",
            "http://127.0.0.1:5432/",
            "http://[::1]/",
            "http://[::ffff:10.0.0.1]/",
            "http://169.254.169.254/latest/meta-data/",
            "http://10.1.2.3/",
            "http://0.0.0.0/",
            "http://2130706433/",
        ],
    )
    def test_never_into_our_own_network(self, site: str, url: str) -> None:
        answer = probe(url)
        assert answer.status is None
        assert answer.problem in ("指向内网地址，公众打不开", "连接失败，网站可能已关闭")
        assert _Site.asked == []

    def test_a_redirect_inwards_is_not_followed(self, site: str) -> None:
        assert probe(f"{site}/inward").problem == "指向内网地址，公众打不开"

    @pytest.mark.parametrize(
        "url",
        [
            "http://",
            "http://[",
            "http://a:b@localhost/",
            "ftp://localhost/",
            "http://localhost:99999/",
        ],
    )
    def test_what_is_no_address(self, site: str, url: str) -> None:
        assert probe(url).problem == "网址写法有误"

    def test_nobody_there(self, site: str) -> None:
        answer = probe("http://localhost:1/")
        assert (answer.status, answer.problem) == (None, "连接失败，网站可能已关闭")

    @pytest.mark.parametrize("path", ["slow", "drip"])
    def test_a_slow_one_is_cut_off(
        self, site: str, path: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(probing, "_TIMEOUT", 0.5)
        monkeypatch.setattr(probing, "_ALTOGETHER", 1.0)
        answer = probe(f"{site}/{path}")
        assert answer.status is None
        assert answer.problem

    @pytest.mark.parametrize("query", ["a b", "x%0d%0aInjected: 1", "甲", "?&=%zz"])
    def test_odd_queries_stay_one_request(self, site: str, query: str) -> None:
        assert probe(f"{site}/200?{query}").status == 200
        assert len(_Site.asked) == 1


@pytest.mark.django_db
class TestRun:
    """What a run looks at and keeps."""

    def _named(self, city: City, *urls: str) -> None:
        published(city, body="见 " + " 和 ".join(urls))

    def test_results_are_kept_and_rested(self, city: City, site: str) -> None:
        good, bad = f"{site}/200", f"{site}/404"
        self._named(city, good, bad)
        assert check_external_links(at=FILED_AT) == 2
        rows = {row.url: (row.status, bool(row.problem)) for row in LinkCheck.objects.all()}
        assert rows == {good: (200, False), bad: (404, True)}
        assert check_external_links(at=FILED_AT + BAD_FOR - dt.timedelta(minutes=1)) == 0
        assert check_external_links(at=FILED_AT + BAD_FOR) == 1
        assert check_external_links(at=FILED_AT + GOOD_FOR) == 2
        assert Counter(_Site.asked)["HEAD /200"] == 2

    def test_a_run_is_bounded_and_the_next_goes_on(self, city: City, site: str) -> None:
        self._named(city, *(f"{site}/200?{number}" for number in range(5)))
        assert [check_external_links(at=FILED_AT, most=2) for _ in range(4)] == [2, 2, 1, 0]
        assert LinkCheck.objects.count() == 5

    def test_what_nobody_names_any_more_is_forgotten(self, city: City, site: str) -> None:
        LinkCheck.objects.create(url=f"{site}/200?old", status=200, checked_at=FILED_AT)
        self._named(city, f"{site}/200")
        check_external_links(at=FILED_AT)
        assert [row.url for row in LinkCheck.objects.all()] == [f"{site}/200"]

    def test_an_address_too_long_to_keep_stops_nobody(self, city: City, site: str) -> None:
        self._named(city, f"{site}/200?{'x' * 5000}", f"{site}/200")
        assert check_external_links(at=FILED_AT) == 1

    def test_off_unless_switched_on(self, city: City, site: str, settings: Any) -> None:
        settings.LINK_CHECK_EXTERNAL = False
        self._named(city, f"{site}/200")
        tasks.external_links()
        assert _Site.asked == []
        settings.LINK_CHECK_EXTERNAL = True
        tasks.external_links()
        assert _Site.asked == ["HEAD /200"]
