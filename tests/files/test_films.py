"""Films and sound: what is taken, what the public copy leaves out, how a player is served."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.test import Client
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.common.errors import ActRefused
from portal.files import registry
from portal.files.films import store_film
from portal.files.formats.films import BadFilm, film_kind, scrub_film, scrub_sound
from portal.files.models import StoredFile
from portal.files.ranges import Stretch, Unsatisfiable, asked_for
from portal.files.services import read_file
from tests.builders import City
from tests.files.films import FRAMES, MAKER, PLACE, box, mp3, mp4


class TestBytes:
    @pytest.mark.parametrize(
        ("data", "kind"),
        [
            (mp4(), "mp4"),
            (mp4(brand=b"M4A "), "m4a"),
            (mp3(), "mp3"),
            (mp3(told=False), "mp3"),
            (b"\x89PNG\r\n\x1a\n", ""),
            (b"", ""),
        ],
        ids=["film", "sound", "tagged", "bare", "picture", "nothing"],
    )
    def test_a_kind_is_known_by_its_bytes(self, data: bytes, kind: str) -> None:
        assert film_kind(io.BytesIO(data)) == kind

    def test_the_copy_tells_nothing_and_no_offset_moves(self) -> None:
        film = mp4()
        copy = scrub_film(film)
        assert len(copy) == len(film)
        assert copy.index(FRAMES) == film.index(FRAMES)
        for told in (PLACE, MAKER, b"\xde\xad\xbe\xef", b"udta", b"\xa9xyz"):
            assert told in film
            assert told not in copy
        assert copy.count(b"trak") == 1
        assert scrub_film(copy) == copy

    @pytest.mark.parametrize("cut", [3, 40, 200])
    def test_half_a_film_is_none(self, cut: int) -> None:
        with pytest.raises(BadFilm, match="不完整"):
            scrub_film(mp4()[:cut])

    def test_a_box_larger_than_the_file(self) -> None:
        with pytest.raises(BadFilm, match="不完整"):
            scrub_film(mp4() + b"\x7f\xff\xff\xffmdat")

    def test_boxes_without_end(self) -> None:
        with pytest.raises(BadFilm, match="过于复杂"):
            scrub_film(box(b"moov", box(b"xxxx") * 100_001))

    def test_sound_without_its_tags(self) -> None:
        assert scrub_sound(mp3()) == mp3(told=False)
        with pytest.raises(BadFilm, match="音频文件"):
            scrub_sound(mp3()[:20])


class TestRanges:
    @pytest.mark.parametrize(
        ("header", "stretch"),
        [
            ("", None),
            ("bytes=0-", Stretch(0, 99)),
            ("bytes=10-19", Stretch(10, 19)),
            ("bytes=90-500", Stretch(90, 99)),
            ("bytes=-5", Stretch(95, 99)),
            ("bytes=-500", Stretch(0, 99)),
            ("bytes=20-10", None),
            ("bytes=0-1,5-6", None),
            ("bytes=-", None),
            ("lines=1-2", None),
        ],
    )
    def test_what_is_asked_for(self, header: str, stretch: Stretch | None) -> None:
        assert asked_for(header, 100) == stretch

    @pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
    def test_what_lies_beyond(self, header: str) -> None:
        with pytest.raises(Unsatisfiable):
            asked_for(header, 100)


@pytest.mark.django_db
class TestTaken:
    @staticmethod
    def kept(city: City, at: dt.datetime, data: bytes, name: str = "夜间停车.mp4") -> StoredFile:
        by = city.people[Role.CLERK]
        return store_film(stream=io.BytesIO(data), name=name, organ=city.office, by=by, at=at)

    def test_the_public_copy_and_the_part_a_person_looks_at(
        self, city: City, now: dt.datetime
    ) -> None:
        stored = self.kept(city, now, mp4())
        read_file(file_id=stored.pk, at=now)
        stored.refresh_from_db()
        with stored.cleaned.open("rb") as file:
            assert file.read() == scrub_film(mp4())
        assert [row["key"] for row in stored.reading.unread] == ["film"]

    @pytest.mark.parametrize(
        ("data", "name", "said"),
        [
            (mp4(), "夜间停车.pdf", "扩展名与内容一致"),
            (b"%PDF-1.7", "夜间停车.mp4", "请上传MP4"),
            (mp4(), "夜间/停车.mp4", "改名"),
            (mp4(), "", "改名"),
        ],
    )
    def test_what_is_not_taken(
        self, city: City, now: dt.datetime, data: bytes, name: str, said: str
    ) -> None:
        with pytest.raises(ActRefused, match=said):
            self.kept(city, now, data, name)
        assert not StoredFile.objects.exists()

    def test_what_is_too_large(self, city: City, now: dt.datetime, settings: Settings) -> None:
        settings.FILM_MAX_BYTES = 100
        with pytest.raises(ActRefused, match="上传"):
            self.kept(city, now, mp4())

    def test_a_name_with_a_secrecy_mark(self, city: City, now: dt.datetime) -> None:
        with pytest.raises(ActRefused, match="密级"):
            self.kept(city, now, mp4(), "机密★1年 停车.mp4")


@pytest.mark.django_db
class TestPlayed:
    @pytest.fixture
    def film(self, city: City, now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> StoredFile:
        stored = TestTaken.kept(city, now, mp4())
        read_file(file_id=stored.pk, at=now)
        stored.refresh_from_db()
        monkeypatch.setattr(registry, "_rules", {"planted": lambda _stored, _user: True})
        return stored

    def test_the_whole(self, film: StoredFile) -> None:
        answer = Client().get(f"/files/{film.public_id}/play/")
        assert (answer.status_code, answer["Accept-Ranges"]) == (200, "bytes")
        assert answer["Content-Type"] == "video/mp4"
        assert answer.getvalue() == scrub_film(mp4())

    def test_a_stretch(self, film: StoredFile) -> None:
        answer = Client().get(f"/files/{film.public_id}/play/", headers={"Range": "bytes=4-7"})
        size = film.cleaned_size
        assert (answer.status_code, answer["Content-Length"]) == (206, "4")
        assert answer["Content-Range"] == f"bytes 4-7/{size}"
        assert answer.getvalue() == b"ftyp"

    def test_beyond_the_end(self, film: StoredFile) -> None:
        asked = {"Range": f"bytes={film.cleaned_size}-"}
        answer = Client().get(f"/files/{film.public_id}/play/", headers=asked)
        assert (answer.status_code, answer["Content-Range"]) == (
            416,
            f"bytes */{film.cleaned_size}",
        )

    def test_of_another_copy_the_whole_is_given(self, film: StoredFile) -> None:
        asked = {"Range": "bytes=0-3", "If-Range": '"another"'}
        answer = Client().get(f"/files/{film.public_id}/play/", headers=asked)
        assert answer.status_code == 200
        answer.close()

    def test_only_the_head(self, film: StoredFile) -> None:
        answer = Client().head(f"/files/{film.public_id}/play/")
        assert answer["Content-Length"] == str(film.cleaned_size)
        assert answer.getvalue() == b""

    def test_nobody_whom_no_rule_lets_read(
        self, film: StoredFile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(registry, "_rules", {})
        answer = Client().get(f"/files/{film.public_id}/play/", headers={"Range": "bytes=0-3"})
        assert answer.status_code == 404
