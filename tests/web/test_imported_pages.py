"""Real series on every page: each imported person's client page, patterns and sparkline render."""

import csv
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from longarc.cli import main
from longarc.records.models import Client, SeriesReport

pytestmark = [pytest.mark.data, pytest.mark.django_db]

Row = dict[str, str]


def activated(row: Row) -> float:
    """Fried: mean of irritable, worry, nervous and 6 - relax, on 1 to 5."""
    irritable, worry, nervous, relax = (
        float(row[name]) for name in ("irritable", "worry", "nervous", "relax")
    )
    return (irritable + worry + nervous + 6 - relax) / 4


def restless(row: Row) -> float:
    """The single case: mean of restless, agitated, worried and 8 - relaxed, on 1 to 7."""
    names = ("pat_restl", "pat_agitate", "pat_worry", "mood_relaxed")
    restl, agitate, worry, relaxed = (float(row[name]) for name in names)
    return (restl + agitate + worry + 8 - relaxed) / 4


def as_series(source: Path, target: Path, value: Callable[[Row], float]) -> Path:
    with gzip.open(source, "rt") as rows, target.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("person", "t_hours", "value"))
        for row in csv.DictReader(rows):
            try:
                writer.writerow((row["person"], row["t_hours"], value(row)))
            except ValueError:
                writer.writerow((row["person"], row["t_hours"], ""))
    return target


SETS = [
    ("fried2021_students_covid.csv.gz", activated, ("1", "5"), 79),
    ("wichers_single_case_beeps.csv.gz", restless, ("1", "7"), 1),
]


@pytest.mark.parametrize(("name", "value", "scale", "people"), SETS, ids=["fried", "single"])
def test_every_persons_pages_render(
    cast, signed_in, settings, public_data, tmp_path, name, value, scale, people
):
    made = as_series(public_data / name, tmp_path / "series.csv", value)
    words = ["import", "check-ins", str(made), "--name", "walk", "--scale", *scale]
    assert main([*words, "--therapist", cast.maya.user.email]) in (0, None)
    browser = signed_in(cast.maya)
    imported = Client.objects.filter(series__name="walk")
    assert imported.count() == people
    listed = "".join(
        browser.get("/clients/", {"page": n}).content.decode() for n in range(1, 2 + people // 100)
    )
    for client in imported:
        page = browser.get(f"/clients/{client.public_id}/", {"days": "all"})
        assert page.status_code == 200
        assert page.content.count(b"<svg") >= 1
        patterns = browser.get(f"/clients/{client.public_id}/patterns/", {"days": "all"})
        assert patterns.status_code == 200
        assert b"walk" in patterns.content
        assert str(client.public_id) in listed
    assert listed.count("spark") >= people
    assert SeriesReport.objects.count() > 1400
