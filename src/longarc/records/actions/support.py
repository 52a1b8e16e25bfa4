"""Publishing the Support page, and keeping the client's own plan.

The form of the settings page is read by `records.support_page.read` and refused, with the field
and a sentence, by `records.support_page.check`.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.reports import LONGEST_WORDS
from longarc.care.text import Text, msg
from longarc.records import audit, support_page
from longarc.records.codec import seal, unseal
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.keeping import unused
from longarc.records.models import OwnPlan, Practice, SupportPage
from longarc.records.queries import support as queries
from longarc.records.support_page import Number, Support


@action
def publish_support(
    *,
    phone: str,
    hours: str,
    numbers: Iterable[Number],
    looked_by: str,
    country: str,
    checked_on: date | None,
    by: Actor,
    at: datetime,
    uid: UUID | None = None,
) -> bool:
    """Publish the Support page; what was published before stays as an earlier version.

    Args: as in `Support`; `numbers` are those besides the country's; `uid` is the form's.

    Returns:
        False when it stands like this already.

    Raises:
        NotPublished: with the field and a sentence for the person.
    """
    wanted = Support(True, phone, hours, looked_by, country, tuple(numbers), checked_on)
    support_page.check(wanted, on=at.date())
    Practice.objects.select_for_update().get(pk=by.practice)  # one at a time in a practice
    if queries.page(viewer=by) == wanted:
        return False
    free = unused(SupportPage, None, uid or uuid7(), lambda _: False)
    row = SupportPage(uid=free, practice_id=by.practice, by_id=by.user, at=at, published=True)
    row.country, row.phone, row.checked_on = wanted.country, wanted.phone, wanted.checked_on
    own = json.dumps([asdict(number) for number in wanted.own_numbers], ensure_ascii=False)
    texts = {"hours": wanted.hours, "looked_by": wanted.looked_by, "numbers": own}
    for column, text in texts.items():
        setattr(row, column, seal(text, row.cell(column)))
    row.save()
    audit.write("published_support", by=by, at=at, target=free)
    return True


class PlanTooLong(ValueError):
    """The plan was not kept; `text` says how to go on."""

    text = Text(
        msg("Your words are still here. The most we can keep is %(limit)s letters."),
        {"limit": LONGEST_WORDS},
    )


@action
def keep_plan(text: str, *, uid: UUID, by: Actor, at: datetime) -> bool:
    """Keep what the client wrote for hard hours; the newest stands, the earlier ones stay.

    Returns:
        False when this form was kept before.

    Raises:
        PlanTooLong: nothing was kept.
    """
    if len(text) > LONGEST_WORDS:
        raise PlanTooLong

    def same(row: OwnPlan) -> bool:
        return unseal(row.text, support_page.plan_cell(by.practice, by.client, row.uid)) == text

    free = unused(OwnPlan, by.client, uid, same)
    if free is None:
        return False
    who: dict[str, Any] = {"practice_id": by.practice, "client_id": by.client, "by_id": by.user}
    sealed = seal(text, support_page.plan_cell(by.practice, by.client, free))
    OwnPlan(**who, uid=free, at=at, received_at=at, text=sealed).save()
    audit.write("kept_ownplan", by=by, at=at, client=by.client, target=free)
    return True
