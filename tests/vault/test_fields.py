"""Sealed columns: nothing readable in the database, nothing opens in another place."""

from __future__ import annotations

import io
import logging
import pickle
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core import serializers
from django.db import connection, models
from django.db.migrations.writer import MigrationWriter
from django.db.models import F
from pytest_django import DjangoAssertNumQueries

from portal.vault.envelope import head_of
from portal.vault.errors import DoesNotOpen, NotAuthentic, NotPossible
from portal.vault.fields import Sealed, SealedTextField
from portal.vault.keys import blind_index
from portal.vault.models import SealedModel
from tests.vault.conftest import NEW, OLD
from tests.vault.people import ALONE, Person

NAME, NUMBER = "祝余年", "000000190001010000"

pytestmark = pytest.mark.usefixtures("table")


@pytest.fixture
def person(table: None) -> Person:
    return Person.objects.create(name=NAME, number=NUMBER)


def column(name: str, person: Person) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM vault_person WHERE id = %s", [person.pk])  # noqa: S608
        return cursor.fetchone()[0]


def put(name: str, value: str | None, person: Person) -> None:
    with connection.cursor() as cursor:
        sql = f"UPDATE vault_person SET {name} = %s WHERE id = %s"  # noqa: S608
        cursor.execute(sql, [value, person.pk])


def test_values_come_back(person: Person) -> None:
    found = Person.objects.get(pk=person.pk)
    assert (found.name, found.number) == (NAME, NUMBER)
    assert (person.name, person.number) == (NAME, NUMBER)
    person.refresh_from_db()
    assert person.name == NAME


def test_a_dump_of_the_table_shows_nothing(person: Person) -> None:
    dump = io.StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert("COPY vault_person TO STDOUT", dump)
    assert "v1.aes256gcm.old." in dump.getvalue()
    for secret in (NAME, NUMBER, "seal of the applicant", NAME.encode().hex()):
        assert secret not in dump.getvalue()


def test_neither_log_nor_repr_nor_pickle_shows_anything(
    person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    connection.force_debug_cursor = True
    try:
        with caplog.at_level(logging.DEBUG, logger="django.db.backends"):
            Person.objects.create(name=NAME, number=NUMBER)
            found = Person.objects.get(pk=person.pk)
            found.save()
    finally:
        connection.force_debug_cursor = False
    assert "INSERT" in caplog.text
    (value,) = Person.objects.filter(pk=person.pk).values_list("name", flat=True)
    loaded = Person.objects.get(pk=person.pk)
    shown = f"{caplog.text}{connection.queries}{found!r}{vars(loaded)!r}{value}{value!r}"
    assert isinstance(value, Sealed)
    assert repr(value) == "Sealed()"
    assert NAME not in shown
    assert NUMBER not in shown
    for instance in (loaded, person):  # a saved one does not keep its plaintext either
        assert NAME.encode() not in pickle.dumps(instance)
    assert pickle.loads(pickle.dumps(loaded)).name == NAME  # noqa: S301


def test_a_value_of_another_row_does_not_open(person: Person) -> None:
    other = Person.objects.create(name="别人")
    put("name", column("name", other), person)
    found = Person.objects.get(pk=person.pk)
    with pytest.raises(NotAuthentic) as caught:
        _ = found.name
    assert "别人" not in str(caught.value)


def test_a_value_of_another_field_does_not_open(person: Person) -> None:
    put("name", column("number", person), person)
    found = Person.objects.get(pk=person.pk)
    with pytest.raises(NotAuthentic):
        _ = found.name
    assert found.number == NUMBER


def test_text_that_was_never_sealed_is_not_taken_for_a_value(person: Person) -> None:
    put("name", "someone else", person)
    with pytest.raises(DoesNotOpen):
        _ = Person.objects.get(pk=person.pk).name


def test_nothing_is_written_that_would_not_open(person: Person) -> None:
    copy = Person.objects.get(pk=person.pk)
    copy.pk, copy.seal_id = None, uuid4()
    copy._state.adding = True
    with pytest.raises(NotAuthentic):
        copy.save()


def test_empty_values_stay_empty_and_can_be_set_for_many(person: Person) -> None:
    assert Person.objects.filter(number__isnull=True).count() == 0
    assert Person.objects.update(name="", number=None) == 1
    assert (column("name", person), column("number", person)) == ("", None)
    found = Person.objects.get(pk=person.pk)
    assert (found.name, found.number) == ("", None)
    found.save()
    assert Person.objects.filter(number__isnull=True).count() == 1


def test_only_and_defer(person: Person, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        found = Person.objects.only("name", "seal_id").get(pk=person.pk)
        assert found.name == NAME
    assert found.get_deferred_fields() == {
        "number",
        "number_index",
        "address",
        "evidence",
        "visits",
    }
    assert found.number == NUMBER
    assert Person.objects.only("name").get(pk=person.pk).name == NAME
    deferred = Person.objects.defer("name").get(pk=person.pk)
    before = column("name", person)
    deferred.visits = 3
    deferred.save()
    assert column("name", person) == before
    assert deferred.name == NAME


def test_bulk_create_seals_each_for_its_own_row() -> None:
    Person.objects.bulk_create([Person(name=f"人{n}") for n in range(5)])
    assert [p.name for p in Person.objects.order_by("pk")] == [f"人{n}" for n in range(5)]


def test_update_takes_only_what_is_sealed_for_its_row(person: Person) -> None:
    field = Person._meta.get_field("name")
    sealed = field.sealed("改后的名字", seal_id=person.seal_id)
    Person.objects.filter(pk=person.pk).update(name=sealed)
    assert Person.objects.get(pk=person.pk).name == "改后的名字"
    for write in (
        lambda: Person.objects.update(name="每一行"),
        lambda: Person.objects.bulk_update([person], ["name"]),
    ):
        with pytest.raises(NotPossible, match="用 save 或 bulk_create") as caught:
            write()
        assert "每一行" not in str(caught.value)
    person.name = F("number")
    with pytest.raises(NotPossible, match="不能用数据库表达式"):
        person.save()


def test_an_unchanged_value_is_written_back_as_it_was(person: Person) -> None:
    before = column("name", person)
    found = Person.objects.get(pk=person.pk)
    found.save()
    assert column("name", person) == before
    found.name = NAME
    found.save()
    assert column("name", person) != before


def test_a_saved_row_moves_to_the_current_key(
    person: Person, use_keys: Callable[..., None]
) -> None:
    found = Person.objects.get(pk=person.pk)
    use_keys(NEW, OLD, algorithm="sm4gcm")
    found.visits = 1
    found.save()
    assert str(head_of(column("name", person))) == "v1.sm4gcm.new"
    assert Person.objects.get(pk=person.pk).name == NAME


@pytest.mark.parametrize(
    "lookup", ["name", "name__icontains", "name__in", "name__lt", "name__search", "name__lower"]
)
def test_there_is_no_searching_in_ciphertext(lookup: str) -> None:
    with pytest.raises(NotPossible, match="blind_index") as caught:
        Person.objects.filter(**{lookup: [NAME] if lookup == "name__in" else NAME})
    assert NAME not in str(caught.value)


def test_equal_values_are_found_by_their_index(use_keys: Callable[..., None]) -> None:
    index = blind_index(NUMBER, purpose="person.number")
    for n in range(2):
        Person.objects.create(name=f"人{n}", number=NUMBER, number_index=index)
    Person.objects.create(
        name="别人", number="1", number_index=blind_index("1", purpose="person.number")
    )
    use_keys(NEW)  # whatever key seals, the index stays
    again = blind_index(NUMBER, purpose="person.number")
    assert Person.objects.filter(number_index=again).count() == 2
    assert blind_index(NUMBER, purpose="other") != index
    # Fixed: stored indexes must be found by later versions.
    assert index == "051b52f5628cf9cc11e302f29771e7a3528dafd0d970827392a5c75de4138d85"


def test_there_is_no_dumpdata(person: Person) -> None:
    with pytest.raises(NotPossible, match="pg_dump"):
        serializers.serialize("json", [person])


def test_migrations_spell_the_field_out() -> None:
    field = SealedTextField("姓名", bound_to="vault.person.name", null=True)
    again = field.clone()
    assert (again.bound_to, again.null, again.verbose_name) == ("vault.person.name", True, "姓名")
    written, imports = MigrationWriter.serialize(field)
    assert "portal.vault.fields.SealedTextField(" in written
    assert imports == {"import portal.vault.fields"}
    evidence, _ = MigrationWriter.serialize(Person._meta.get_field("evidence"))
    assert "storage=portal.vault.storage.SealedStorage()" in evidence


def test_a_renamed_field_still_opens(person: Person) -> None:
    class Renamed(SealedModel):
        full_name = SealedTextField(db_column="name", bound_to="vault.person.name")

        class Meta:
            app_label, apps, db_table = "vault", ALONE, "vault_person"

        def __str__(self) -> str:
            return "renamed"

    assert Renamed._default_manager.get(pk=person.pk).full_name == NAME


def test_a_model_without_its_identifier_does_not_pass_the_check() -> None:
    class Forgetful(models.Model):
        name = SealedTextField()

        class Meta:
            app_label, apps = "vault", ALONE

        def __str__(self) -> str:
            return "forgetful"

    (problem,) = Forgetful.check()
    assert problem.id == "vault.E001"
    assert "SealedModel" in str(problem.hint)
    assert Person.check() == []


def test_options_that_make_no_sense_do_not_pass_the_check() -> None:
    class Confused(SealedModel):
        one = SealedTextField(unique=True)
        two = SealedTextField(db_index=True)
        three = SealedTextField(default="x")
        four = SealedTextField(bound_to="name")
        five = SealedTextField()
        six = SealedTextField()
        fine = SealedTextField(default="", blank=True)

        class Meta:
            app_label, apps, ordering = "vault", ALONE, ["-five"]
            constraints = [models.UniqueConstraint(fields=["six"], name="six_is_unique")]

        def __str__(self) -> str:
            return "confused"

    found = {(p.obj.name, p.msg.split("：")[1]) for p in Confused.check() if p.id == "vault.E002"}
    assert found == {
        ("one", "unique。"),
        ("two", "db_index。"),
        ("three", "default。"),
        ("four", "bound_to。"),
        ("five", "Meta。"),
        ("six", "Meta。"),
    }
