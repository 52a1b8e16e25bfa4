"""Imported series: each on its own scale, never rows of the ladder (decision 2)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from longarc.care.access import Actor
from longarc.records.models import Series, SeriesReport
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows


@dataclass(frozen=True, slots=True)
class Report:
    """`value` is 0 to 1 between the ends of the series' own scale."""

    at: datetime
    value: float


@dataclass(frozen=True, slots=True)
class Imported:
    """One series with its reports, oldest first; `low` and `high` are the ends of its own scale."""

    uid: UUID
    name: str
    polarity: str
    low: float
    high: float
    imported_at: datetime
    reports: tuple[Report, ...]

    def on_its_scale(self, report: Report) -> float:
        """The value as it was before the import, to six digits."""
        return float(f"{self.low + report.value * (self.high - self.low):.6g}")


def of_client(client: ClientRef, *, viewer: Actor) -> tuple[Imported, ...]:
    """Every series of one client by name. Two queries."""
    found = list(rows(Series, viewer).filter(client_id=client.id).order_by("name"))
    reports: dict[int, list[Report]] = defaultdict(list)
    if found:
        kept = rows(SeriesReport, viewer).filter(client_id=client.id).order_by("at", "seq")
        for series, at, value in kept.values_list("series_id", "at", "value"):
            reports[series].append(Report(at, value))
    return tuple(
        Imported(
            uid=row.uid,
            name=row.name,
            polarity=row.polarity,
            low=row.low,
            high=row.high,
            imported_at=row.imported_at,
            reports=tuple(reports[row.pk]),
        )
        for row in found
    )
