"""Headless Chromium before a live server with a small city's documents."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from noto_cjk_sans_otc import FONT_PATH
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from disclosure.models import Document
from portal.accounts.choices import Role
from portal.search.follower import following
from tests.builders import PASSWORD, City, published, small_city
from tests.journeys.places import Places, build_places
from tests.journeys.shelf import Shelf

# Playwright keeps an event loop in this thread; the rows are only ever written from it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

Open = Callable[..., Page]
Desk = Callable[[Role | str], Page]


@dataclass(frozen=True)
class Start:
    """What a test finds."""

    city: City
    places: Places | None


def chromium() -> str:
    """The browser named by CHROMIUM, else the first one found."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.fail("没有找到 Chromium；请安装，或用环境变量 CHROMIUM 指定路径。")
    return found


def with_font(folder: Path) -> dict[str, str]:
    """An environment in which the browser has the project's own Chinese font: what is measured in
    pixels must not hang on the fonts of a machine.
    """
    settings = folder / "fonts.conf"
    settings.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{Path(FONT_PATH).parent}</dir><cachedir>{folder}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return {**os.environ, "FONTCONFIG_FILE": str(settings)}


@pytest.fixture(scope="package")
def browser(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One Chromium for this folder; its event loop must not outlast it."""
    # As patient as the clicks are: a busy machine is slow, not wrong.
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium(),
            args=ARGUMENTS,
            env=with_font(tmp_path_factory.mktemp("fonts")),
        )
        yield started
        started.close()


@pytest.fixture(scope="package")
def shelf(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The states that the tests of this folder start from."""
    return Shelf(tmp_path_factory.mktemp("shelf"))


@pytest.fixture
def start(
    transactional_db: None,
    shelf: Shelf,
    settings: Any,
    request: pytest.FixtureRequest,
) -> Start:
    """The small city, with something on every page if the test asks for places."""
    is_full = "places" in request.fixturenames

    def build() -> Start:
        city = small_city()
        return Start(city, build_places(city, settings.SEARCH_INDEX_DIR) if is_full else None)

    folders = [Path(settings.MEDIA_ROOT), Path(settings.SEARCH_INDEX_DIR)]
    return shelf.bring("full" if is_full else "bare", build, folders)


@pytest.fixture
def committed_city(start: Start) -> City:
    """A small city whose rows the live server sees."""
    return start.city


@pytest.fixture
def places(start: Start) -> Places | None:
    """The small city with something on every page."""
    return start.places


@pytest.fixture
def long_document(committed_city: City, settings: Any) -> Document:
    """A document with headings, articles, a table and enough text for three sheets."""
    full = "为规范屋顶绿化养护活动保障公共安全和居民权益依照有关规定结合本市实际作出如下安排"
    lines = ["现就屋顶绿化养护有关事项通知如下。", "一、总体要求", "（一）明确责任"]
    lines += [full * 6] * 7
    lines += ["二、工作措施", "项目\t标准", "浇水\t每周两次", "第一条　产权人负责日常养护。"]
    document = published(
        committed_city,
        title="试江市人民政府办公室关于印发《试江市屋顶绿化和立体绿化养护管理实施办法》的通知",
        body="\n".join(lines),
    )
    with following(settings.SEARCH_INDEX_DIR) as follower:
        follower.rebuild()
    return document


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[Open]:
    """Open an address of the live server at a width, with a reading cookie if wanted."""
    contexts: list[BrowserContext] = []

    def act(address: str, *, width: int = 1280, reading: str = "") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        if reading:
            context.add_cookies([{"name": "reading", "value": reading, "url": live_server.url}])
        page = context.new_page()
        page.goto(f"{live_server.url}{address}")
        return page

    yield act
    for context in contexts:
        context.close()


@pytest.fixture
def desk(open_page: Open, committed_city: City) -> Desk:
    """Somebody's own browser, signed in through the form and at the day's work."""

    def sit(who: Role | str) -> Page:
        username = committed_city.people[who].username if isinstance(who, Role) else who
        page = open_page("/admin/")
        page.fill("input[name=login]", username)
        page.fill("input[name=password]", PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url("**/admin/")
        return page

    return sit
