"""A day without its year is read as one of this year: of any other year, the year stands there."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import timezone

import longarc.web
from longarc.care.contact_tally import Tally, in_words
from longarc.care.text import Moment, Text
from longarc.web.words import say

HERE = Path(longarc.web.__file__).parent
#: A day and a month, and no year: `date:"j F"`, `date_format(day, "D j M, H:i")`.
BARE = re.compile(r"""(?:\|date:|date_format\([^)]*?)["'][^"'Y]*[FM][^"'Y]*["']""")


def shown(signs, at):
    return Template("{{ at|dated:signs }}").render(Context({"at": at, "signs": signs}))


@pytest.mark.parametrize("years", [-1, 1])
def test_a_day_of_another_year_says_which(years):
    now = timezone.localtime()
    other = date(now.year + years, 1, 3)
    assert say(Text("%(on)s", {"on": other})) == f"3 January {other.year}"
    assert shown("D j F", other).endswith(f" 3 January {other.year}")
    assert shown("D j M, H:i", now.replace(year=other.year, month=1, day=3)).endswith(
        f" 3 Jan {other.year}, {now:%H:%M}"
    )
    said = say(in_words(Tally(2, 1, other), None)[1])
    assert said.endswith(f"in the 12 weeks up to 3 January {other.year}.")


def test_a_day_of_this_year_does_not():
    now = timezone.localtime()
    assert say(Text("%(on)s", {"on": now.date()})) == f"{now.day} {now:%B}"
    assert say(Text("%(at)s", {"at": Moment(now)})) == f"{now.day} {now:%B}, {now:%H:%M}"
    assert shown("j F, H:i", now) == f"{now.day} {now:%B}, {now:%H:%M}"
    assert shown("j F", None) == ""


def test_which_year_it_is_depends_on_where_one_is():
    """An hour before the new year in UTC it is the new year in Auckland."""
    first = timezone.now().replace(month=1, day=1, hour=0, minute=30, second=0, microsecond=0)
    before = first - timedelta(hours=1)
    with timezone.override("Pacific/Auckland"):
        assert shown("j F", before) == "1 January"
    assert shown("j F", before) == f"31 December {before.year}"


def test_no_page_writes_a_day_without_asking_for_its_year():
    """`dated` does; `staff/terms.py` does it for the days of a whole list at once."""
    found = [*HERE.rglob("*.html"), *HERE.rglob("*.py")]
    bare = [
        f"{one.relative_to(HERE)}: {hit}"
        for one in found
        if one != HERE / "staff" / "terms.py"
        for hit in BARE.findall(one.read_text())
    ]
    assert bare == []
