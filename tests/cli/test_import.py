"""Importing real series: what is kept, what is refused, and that twice is the same as once."""

import csv
import gzip
from pathlib import Path

import pytest
from tests.cli.conftest import Home

GOOD = "person,t_hours,value\n1,0,2\n1,5.5,3\n2,0,5\n"


def write(folder: Path, text: str, name: str = "series.csv") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def reports(home: Home) -> list[tuple]:
    return home.ask(
        "SELECT s.name, c.id, r.value FROM records_seriesreport r "
        "JOIN records_series s ON s.id = r.series_id JOIN records_client c ON c.id = r.client_id "
        "ORDER BY r.client_id, r.at"
    )


def bring(home: Home, path: Path, *words: object) -> str:
    return home.done("import", "check-ins", path, "--scale", 1, 5, *words)


def test_one_client_a_person_held_by_a_therapist(practice: Home, tmp_path: Path):
    before = {table: len(rows) for table, rows in practice.rows().items()}
    said = bring(practice, write(tmp_path, GOOD), "--name", "fried")
    assert "3 reports of 2 people imported" in said
    assert [(name, value) for name, _, value in reports(practice)] == [
        ("fried", 0.25),
        ("fried", 0.5),
        ("fried", 1.0),
    ]
    after = {table: len(rows) for table, rows in practice.rows().items()}
    assert after["records_client"] - before["records_client"] == 2
    assert after["records_checkin"] == before["records_checkin"], "never rows of the ladder"
    names = practice.ask("SELECT name FROM records_client ORDER BY id DESC LIMIT 2")
    assert names == [("0:Imported fried 2",), ("0:Imported fried 1",)]
    held = practice.ask("SELECT user_id, lead FROM records_caremember ORDER BY id DESC LIMIT 2")
    assert [(user, bool(lead)) for user, lead in held] == [(1, True), (1, True)]


def test_twice_is_the_same_as_once_and_more_adds_only_what_is_new(practice: Home, tmp_path: Path):
    bring(practice, write(tmp_path, GOOD))
    before = practice.rows()
    assert "0 reports of 0 people imported; 3 were there already" in bring(
        practice, write(tmp_path, GOOD)
    )
    assert practice.rows() == before
    longer = write(tmp_path, GOOD + "1,9,4\n2,0,5\n")
    assert "1 reports of 1 people imported; 4 were there already" in bring(practice, longer)


def test_the_same_report_with_another_value_is_refused(practice: Home, tmp_path: Path):
    bring(practice, write(tmp_path, GOOD))
    before = practice.rows()
    changed = write(tmp_path, GOOD.replace("1,0,2", "1,0,4"))
    said = practice.refused("import", "check-ins", changed, "--scale", 1, 5)
    assert "line 2: this report was imported before with another value" in said
    assert practice.rows() == before


BAD = {
    "1,2": "2 columns, the header has 3",
    "1,2,3,4": "4 columns",
    "1,1,nan": "'nan' is not a number",
    "1,1,inf": "is not a number",
    "1,1,much": "'much' is not a number",
    "1,1,6": "6 is outside the scale 1 to 5",
    "1,1,0.999": "outside the scale",
    "1,,3": "'' is not a number",
    "1,1e99,3": "no time that we can keep",
    "1,1e6,3": "still to come",
    ",1,3": "no short code",
    "1,0,5": "another value for the same time",
}


def test_each_bad_row_is_told_with_its_line_and_nothing_is_kept(practice: Home, tmp_path: Path):
    before = practice.rows()
    path = write(tmp_path, GOOD + "".join(f"{row}\n" for row in BAD))
    said = practice.refused("import", "check-ins", path, "--scale", 1, 5)
    for line, (row, problem) in enumerate(BAD.items(), start=5):
        [told] = [one for one in said.splitlines() if f"line {line}: " in one]
        assert problem in told, (row, told)
    assert f"{len(BAD)} rows are not right. Nothing was imported" in said
    assert practice.rows() == before


def test_skip_bad_keeps_the_good_rows_and_says_what_it_left_out(practice: Home, tmp_path: Path):
    path = write(tmp_path, GOOD + "".join(f"{row}\n" for row in BAD) + "1,2,\n")
    ran = practice.run("import", "check-ins", path, "--scale", 1, 5, "--skip-bad")
    assert ran.returncode == 0, ran.stderr
    assert "3 reports of 2 people imported" in ran.stdout
    assert "1 had no answer, 12 were left out" in ran.stdout
    assert ran.stderr.count("left out: line") == len(BAD)
    assert len(reports(practice)) == 3


def test_many_bad_rows_are_counted_after_the_first_twenty(practice: Home, tmp_path: Path):
    path = write(tmp_path, "person,t_hours,value\n" + "1,1,9\n" * 50)
    said = practice.refused("import", "check-ins", path)
    assert said.count("line ") == 20
    assert "... and 30 more" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD[:-2], "line 4: the file ends inside this line"),
        ("", "It says: nothing"),
        ("who,when,what\n1,2,3\n", "It says: who,when,what"),
        ("person,t_hours,at,value\n", "one of t_hours or at"),
        (GOOD.replace("2,0,5", '2,0,"5'), "unexpected end of data"),
        ("person,at,value\n1,2025-05-01T10:00,3\n", "names no time zone"),
        ("person,at,value\n1,yesterday,3\n", "'yesterday' is not an ISO time"),
    ],
)
def test_files_that_are_cut_off_or_something_else(practice: Home, tmp_path: Path, text, said):
    told = practice.refused("import", "check-ins", write(tmp_path, text), "--scale", 1, 5)
    assert said in told
    assert "Nothing was imported" in told
    assert reports(practice) == []


def test_packed_files_are_read_and_half_ones_refused(practice: Home, tmp_path: Path):
    packed = tmp_path / "series.csv.gz"
    packed.write_bytes(gzip.compress(GOOD.encode() * 1))
    half = tmp_path / "half.csv.gz"
    half.write_bytes(packed.read_bytes()[:-12])
    latin = tmp_path / "latin.csv"
    latin.write_bytes("person,t_hours,value\nJosé,1,3\n".encode("latin-1"))
    for path, said in ((half, "cut off or damaged"), (latin, "not text in UTF-8")):
        assert said in practice.refused("import", "check-ins", path, "--scale", 1, 5)
    assert "3 reports" in bring(practice, packed)


def test_times_keep_their_zone_and_rows_may_stand_in_any_order(practice: Home, tmp_path: Path):
    text = "value,at,note,person\n3,2025-05-01T10:00:00+02:00,x,1\n4,2025-04-01 10:00,,1\n"
    bring(practice, write(tmp_path, text), "--zone", "America/Denver")
    times = [
        str(at)[:16] for (at,) in practice.ask("SELECT at FROM records_seriesreport ORDER BY at")
    ]
    assert times == ["2025-04-01 16:00", "2025-05-01 08:00"]


def test_words_that_do_not_fit_are_refused(practice: Home, migrated: Home, tmp_path: Path):
    path = write(tmp_path, GOOD)
    for words, said in (
        (["--scale", 5, 1], "lower than the second"),
        (["--start", "tomorrow"], "say a day"),
        (["--zone", "Mars"], "no time zone"),
        (["--therapist", "olive@example.org"], "cannot hold clients"),
        (["--name", ""], "1 to 60 letters"),
    ):
        assert said in practice.refused("import", "check-ins", path, *words), words
    assert "no practice" in migrated.refused("import", "check-ins", path)
    assert "No such file" in practice.refused("import", "check-ins", tmp_path / "none.csv")
    bring(practice, path)
    other = practice.refused(
        "import", "check-ins", write(tmp_path, GOOD + "1,9,3\n"), "--scale", 0, 9
    )
    assert "on another scale already" in other or "another value" in other


@pytest.mark.data
def test_fried_and_others_come_in_whole(practice: Home, public_data: Path, tmp_path: Path):
    """79 people; mean of irritable, worry, nervous and 6 - relax on the scale 1 to 5."""
    source, target = public_data / "fried2021_students_covid.csv.gz", tmp_path / "fried.csv"
    with gzip.open(source, "rt") as rows, target.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("person", "t_hours", "value"))
        for row in csv.DictReader(rows):
            items = [row["irritable"], row["worry"], row["nervous"], row["relax"]]
            a, b, c, d = (float(item or "nan") for item in items)
            value = "" if "" in items else (a + b + c + 6 - d) / 4
            writer.writerow((row["person"], row["t_hours"], value))
    said = bring(practice, target, "--name", "fried")
    assert "3946 reports of 79 people imported; 0 were there already, 2 had no answer" in said
