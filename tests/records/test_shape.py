"""What stands in a database is described in the same words on SQLite and on PostgreSQL."""

from dataclasses import replace

import pytest
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite

from longarc.records import shape

NOWHERE = {"NAME": "nowhere", "OPTIONS": {}, "TIME_ZONE": None, "CONN_MAX_AGE": 0}


def test_the_fingerprint_is_the_same_on_both():
    one = shape.wanted(using=SQLite(NOWHERE))
    assert one.fingerprint == shape.wanted(using=PostgreSQL(NOWHERE)).fingerprint


@pytest.mark.django_db
def test_what_the_migrations_make_is_what_the_models_ask_for():
    stands, should = shape.found(), shape.wanted()
    assert shape.differences(stands, should) == []
    assert stands.beside(should).fingerprint == should.fingerprint


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "says", "missing"),
    [
        ("ALTER TABLE records_rest ADD COLUMN more varchar(9)", "records_rest.more that", False),
        ("CREATE TABLE records_other (id integer)", "a table records_other that", False),
        ("CREATE TABLE others_table (id integer)", "", True),
        ("DROP INDEX rest_seq", "rest_seq is not there", True),
        ("ALTER TABLE records_practice RENAME COLUMN zone TO place", "records_practice.zone", True),
    ],
)
def test_each_difference_is_named(statement: str, says: str, missing: bool):
    with connection.cursor() as cursor:
        cursor.execute(statement)
    found = shape.differences(shape.found(), shape.wanted())
    assert [one.missing for one in found if says and says in one.say] == ([missing] if says else [])
    assert bool(found) == bool(says)


def test_another_kind_and_an_empty_place_are_differences():
    should = shape.wanted(using=SQLite(NOWHERE))
    columns = should.tables["records_client"]
    for column in (("varchar(7)", False), (columns["zone"][0], True)):
        changed = {**should.tables, "records_client": {**columns, "zone": column}}
        [one] = shape.differences(replace(should, tables=changed), should)
        assert one.say == "the column records_client.zone is of another kind"
        assert not one.missing
