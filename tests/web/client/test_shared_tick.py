"""A tick that shares never stands beside a sentence that says "private"."""

import pytest
from django.utils import timezone

from longarc.records.actions import choices
from longarc.records.ids import uuid7
from longarc.records.queries.course import ChoiceKind

pytestmark = pytest.mark.django_db
PAGES = ("/today/", "/arc/threads/", "/arc/parts/", "/arc/steps/", "/how-we-met/")
TICKED = 'name="shared" value="1" checked'
PRIVATE = ("private unless you share", "stay with you, unless you share")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("chosen", [True, False])
def test_the_box_and_the_sentence_say_the_same(cast, signed_in, path, chosen):
    told = {"given": chosen, "uid": uuid7(), "by": cast.ada.actor, "at": timezone.now()}
    choices.choose(ChoiceKind.SHARE_WORDS, **told)
    page = signed_in(cast.ada).get(path).content.decode()
    assert (TICKED in page) is chosen
    if chosen:
        assert "as you chose before" in page.lower()
        assert not any(one in page for one in PRIVATE)
