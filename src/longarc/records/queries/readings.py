"""Stored readings, and whether each comes out again from the entries that it rested on."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from longarc.analytics import packed, thresholds
from longarc.analytics.kernels.population import LADDER, Population, from_dict
from longarc.analytics.person import MODEL, Happening, With, follow, lapsed, reports
from longarc.care.access import Actor
from longarc.records.models import CheckIn, MedicineSession, Prior, Reading, Retraction
from longarc.records.queries import check_ins
from longarc.records.queries.window_state import Upto
from longarc.records.scope import rows


@dataclass(frozen=True, slots=True)
class Checked:
    """One stored reading: `same` says whether it came out again exactly.

    Args:
        known: the model, prior and thresholds it was made with are here.
    """

    uid: UUID
    kind: str
    at: datetime
    known: bool
    same: bool


def checked(*, viewer: Actor) -> Iterator[Checked]:
    """Every reading of the practice, worked out again. Four queries a reading: for a command."""
    priors = _priors(viewer)
    tables = {one.version: one for one in (thresholds.shipped(), thresholds.for_rows())}
    for row in rows(Reading, viewer).order_by("seq"):
        told, population = json.loads(row.numbers), priors.get(row.prior)
        table = tables.get(row.thresholds)
        if row.model != MODEL or population is None or table is None:
            yield Checked(row.uid, row.kind, row.at, known=False, same=False)
            continue
        using = With(population, table, told["budget"], told["middle"])
        again = lapsed(follow(using, _then(row, viewer)), row.at).flags
        same = told["flag"] in [packed.plain(flag) for flag in again]
        yield Checked(row.uid, row.kind, row.at, known=True, same=same)


def _priors(viewer: Actor) -> dict[str, Population]:
    own = rows(Prior, viewer).values_list("version", "parameters")
    return {LADDER.version: LADDER} | {
        version: from_dict(json.loads(told)) for version, told in own
    }


def _then(row: Reading, viewer: Actor) -> list[Happening]:
    """What was known to the reading: entries that had arrived by then, and stood by then."""
    upto, client = Upto.of(row.upto), {"client_id": row.client_id}
    back = Retraction.objects.filter(target=OuterRef("uid"), seq__lte=upto.retraction, **client)
    fixed = CheckIn.objects.filter(corrects=OuterRef("uid"), seq__lte=upto.check_in, **client)
    told = rows(CheckIn, viewer).filter(~Exists(back), ~Exists(fixed), **client)
    found = told.filter(seq__lte=upto.check_in).values_list(*check_ins.COLUMNS)
    held = rows(MedicineSession, viewer).filter(~Exists(back), seq__lte=upto.session, **client)
    began = held.values_list("starts_at", flat=True)
    values = (check_ins.value(tuple(one)) for one in found)
    return [*reports(values), *(Happening(start, None) for start in began)]
