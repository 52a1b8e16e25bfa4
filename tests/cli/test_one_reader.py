"""What one command refuses of a file, no other reads."""

from pathlib import Path

import pytest
from tests.cli.conftest import Home

HEAD = "person,t_hours,value\n"
ROWS = "ana,0,4.5\nana,8,3.5\nana,16,4.5\n"
FILES: dict[str, tuple[bytes, bool]] = {
    "as it should be": ((HEAD + ROWS).encode(), True),
    "no last line end": ((HEAD + ROWS[:-1]).encode(), True),
    "byte mark and CRLF": ((HEAD + ROWS).replace("\n", "\r\n").encode("utf-8-sig"), True),
    "one field more": ((HEAD + ROWS + "ana,24,5,3\n").encode(), False),
    "one field less": ((HEAD + ROWS + "ana,60\n").encode(), False),
    "cut off inside the last number": ((HEAD + ROWS + "ana,24,4").encode(), False),
    "two values for one time": ((HEAD + ROWS + "ana,0,2.5\n").encode(), False),
    "a column twice": (b"person,t_hours,value,value\nana,0,4,2\n", False),
    "decimal comma": ((HEAD + ROWS + 'ana,24,"4,5"\n').encode(), False),
    "not a number": ((HEAD + ROWS + "ana,24,NaN\n").encode(), False),
    "semicolons": ((HEAD + ROWS).replace(",", ";").encode(), False),
    "UTF-16": ((HEAD + ROWS).encode("utf-16"), False),
    "Latin-1": ((HEAD + ROWS).replace("ana", "José").encode("latin-1"), False),
    "a long name": ((HEAD + ROWS).replace("ana", "a" * 41).encode(), False),
}


@pytest.mark.parametrize("name", FILES)
def test_every_command_says_the_same_of_a_file(practice: Home, tmp_path: Path, name: str):
    content, taken = FILES[name]
    path, good = tmp_path / "series.csv", tmp_path / "good.csv"
    path.write_bytes(content)
    good.write_text(HEAD + ROWS)
    scale = ("--scale", 1, 5)
    ran = [
        practice.run("import", "check-ins", path, *scale),
        practice.run("window", "forecast", path, *scale),
        practice.run("window", "monitor", path, "--baseline-days", 28, *scale),
        practice.run("window", "forecast", good, "--population", path, *scale),
    ]
    assert [one.returncode == 0 for one in ran] == [taken] * 4, [one.stderr for one in ran]
    assert not any("Traceback" in one.stderr for one in ran)
    assert all("series.csv" in one.stderr or "line " in one.stderr for one in ran if not taken)
