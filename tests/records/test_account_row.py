"""The account that a request reads is the one that Django's own query would give."""

import pytest

from longarc.records.models import User
from longarc.records.queries.people import load_user

pytestmark = pytest.mark.django_db


def values(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.parametrize("who", ["ada", "maya", "owner", "zoes_client"])
def test_every_value_is_that_of_the_query(cast, who, django_assert_num_queries):
    pk = getattr(cast, who).user.pk
    plain = User.objects.select_related("client").get(pk=pk)
    with django_assert_num_queries(1):
        read = load_user(pk)
        assert values(read) == values(plain)
        mine, theirs = getattr(read, "client", None), getattr(plain, "client", None)
        assert (mine is None) == (theirs is None)
        assert mine is None or (values(mine) == values(theirs) and mine.user == read)


def test_an_ended_account_is_nobody(cast):
    User.objects.filter(pk=cast.ada.user.pk).update(is_active=False)
    assert load_user(cast.ada.user.pk) is None
    assert load_user(0) is None
