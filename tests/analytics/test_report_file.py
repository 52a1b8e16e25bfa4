"""The one reader of reports: what it takes, what it refuses, and why."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longarc.analytics import report_file
from longarc.analytics.report_file import BadFile, Reading, number

HEAD = "person,t_hours,value\n"


def read(folder: Path, content: str | bytes, low: float = 0, high: float = 1):
    path = folder / "made.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return report_file.read(path, Reading(low, high, {"t_hours": number}))


def values(found):
    assert not found.mistakes, found.mistakes
    return [(one.person, one.time, one.value) for one in found.reports]


def test_a_file_gives_reports_on_the_unit_scale(tmp_path):
    found = read(tmp_path, HEAD + "a,0,1\na,2.5,4\nb,1, \na,0,1\n", 1, 5)
    assert values(found) == [("a", 0.0, 0.0), ("a", 2.5, 0.75)]
    assert (found.without_answer, found.twice) == (1, 1)


def test_other_columns_byte_marks_line_ends_and_packed_files_make_no_difference(tmp_path):
    wanted = [("a", 0.0, 0.5)]
    for content in (
        b"\xef\xbb\xbfperson,note,t_hours,value\r\na,x,0,0.5\r\n",
        b"person,t_hours,value\ra,0,0.5\r",
        gzip.compress((HEAD + "a,0,0.5\n").encode()),
    ):
        assert values(read(tmp_path, content)) == wanted


BAD = {
    ",0,0.5": "no short code",
    "a" * 41 + ",0,0.5": "no short code",
    "a,soon,0.5": "'soon' is not a number",
    "a,,0.5": "'' is not a number",
    "a,inf,0.5": "'inf' is not a number",
    "a,1e999,0.5": "is not a number",
    "a,0,nan": "leave a missing answer empty",
    "a,0,NA": "leave a missing answer empty",
    "a,0,1_0": "is not a number",
    "a,0,٥": "is not a number",
    'a,0,"0,5"': "write a decimal point",
    "a,0,0,5": "4 columns, the header has 3 (a decimal comma? write a point)",
    "a,0": "2 columns, the header has 3",
    "a,0,1.2": "1.2 is outside the scale 0 to 1",
    "a,0,-0.1": "outside the scale",
}


@pytest.mark.parametrize(("row", "said"), BAD.items())
def test_a_row_that_is_no_report_is_told_with_its_line(tmp_path, row, said):
    found = read(tmp_path, f"{HEAD}a,9,0.5\n{row}\n")
    assert [one.line for one in found.mistakes] == [3]
    assert said in str(found.mistakes[0])


def test_another_value_for_the_same_time_is_a_mistake(tmp_path):
    found = read(tmp_path, HEAD + "a,0,0.5\na,0.0,0.6\n")
    assert "another value for the same time" in str(found.mistakes[0])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "It says: nothing"),
        ("person,hours\n", "It says: person,hours"),
        ("person,t_hours,value,value\na,0,1,0\n", "a column twice: value"),
        ("person;t_hours;value\na;0;0,5\n", "separated by semicolons"),
        ('"person";"t_hours";"value"\n"a";"0";"1"\n', "separated by semicolons"),
        ("person\tt_hours\tvalue\n", "separated by tabs"),
        ("sep=,\nperson,t_hours,value\n", "first line is sep=,"),
        (
            "person,t_hours,value\n".encode("utf-16"),
            'UTF-16 ("Unicode text"). Save it as CSV UTF-8',
        ),
        ("person,t_hours,value\nJosé,1,1\n".encode("latin-1"), "Save it as CSV UTF-8"),
        (b"PK\x03\x04\x14\x00", "a spreadsheet, not a CSV"),
        (gzip.compress(HEAD.encode() * 40)[:40], "cut off or damaged"),
    ],
)
def test_a_file_that_is_something_else_says_what_and_what_to_do(tmp_path, content, said):
    with pytest.raises(BadFile) as refused:
        read(tmp_path, content)
    assert said in str(refused.value)


WHOLE = [
    ("a,0,3\na,1,4", 1, 5),  # one more digit would leave the scale
    ("a,0,3.5\na,1,4.6", 1, 5),
    ('a,0,3.5\na,1,"4"', 1, 5),  # its quotes end
    ("a,0,10\na,1,46", 0, 100),
    ("a,0,2\na,1,0", 0, 10),
]
CUT = [
    ("a,0,3.5\na,1,4", 1, 5),  # the half of 4.6
    ("a,0,3.5\na,1,4.", 1, 5),
    ("a,0,46\na,1,4", 0, 100),  # the half of 46
    ("a,0,3.5\na,1,", 1, 5),
    ("a,0,3.5\na,1", 1, 5),
    ("a,0,4", 1, 5),  # nothing to compare with
]


@pytest.mark.parametrize(("rows", "low", "high"), WHOLE)
def test_a_last_line_without_an_end_is_taken_when_it_is_surely_whole(tmp_path, rows, low, high):
    """As Google Sheets writes it."""
    assert len(values(read(tmp_path, HEAD + rows, low, high))) == 2


@pytest.mark.parametrize(("rows", "low", "high"), CUT)
def test_half_a_number_is_never_taken_for_a_number(tmp_path, rows, low, high):
    said = str(read(tmp_path, HEAD + rows, low, high).mistakes[-1])
    assert "the file ends inside this line" in said


@given(
    st.lists(st.decimals(0, 10, places=1), min_size=3, max_size=6, unique=True), st.integers(1, 9)
)
def test_a_file_that_is_cut_anywhere_says_so_or_tells_no_other_value(tmp_path_factory, told, less):
    folder = tmp_path_factory.mktemp("cut")
    text = HEAD + "".join(f"a,{place},{one}\n" for place, one in enumerate(told))
    known = set(values(read(folder, text, 0, 10)))
    found = read(folder, text[:-less], 0, 10)
    assert {(one.person, one.time, one.value) for one in found.reports} <= known
