"""`longarc window`: the real command on files good and bad."""

import csv
import gzip
import io

import pytest
from tests.cli.conftest import Home

GOOD = "person,t_hours,value\n" + "".join(
    f"p{i},{8 * k},{2 + ((k * 7 + i) % 5) * 0.5}\n" for i in range(3) for k in range(12)
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "series.csv"
    path.write_text(GOOD)
    return path


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_a_forecast_has_one_row_a_report(home: Home, file, tmp_path):
    done = home.run("window", "forecast", file, "--scale", 1, 5, "--after", 4)
    assert (done.returncode, done.stderr) == (0, "")
    found = rows(done.stdout)
    assert len(found) == 3 * 8
    columns = "person,t_hours,value,n_before,mean,sd,lo90,hi90,logscore,crps"
    assert done.stdout.splitlines()[0] == columns
    assert found[0]["n_before"] == "4"
    packed = tmp_path / "packed.csv"
    packed.write_bytes(gzip.compress(GOOD.encode()))
    out = tmp_path / "out.csv"
    again = home.run("window", "forecast", packed, "--scale", 1, 5, "--after", 4, "--out", out)
    assert (again.returncode, again.stdout) == (0, "")
    assert out.read_text() == done.stdout


def test_a_population_is_learned_from(home: Home, file):
    alone = home.run("window", "forecast", file, "--scale", 1, 5)
    taught = home.run("window", "forecast", file, "--scale", 1, 5, "--population", file)
    assert taught.returncode == 0
    assert rows(taught.stdout)[0]["mean"] != rows(alone.stdout)[0]["mean"]


KINDS = [("forecast",), ("monitor", "--baseline-days", 28)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind[0])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "It says: nothing"),
        (b"person,hours\na,1\n", "It says: person,hours"),
        (b"person,t_hours,value\na,1,7\n", "line 2: 7 is outside the scale 0 to 1"),
        (b"\xff\xfe\x00\x01", "Save it as CSV UTF-8"),
        (gzip.compress(GOOD.encode())[:60], "damaged"),
    ],
)
def test_a_bad_file_is_refused_in_a_sentence(home: Home, tmp_path, content, said, kind):
    path, out = tmp_path / "bad.csv", tmp_path / "out.csv"
    path.write_bytes(content)
    done = home.run("window", *kind, path, "--out", out)
    assert done.returncode == 1
    assert said in done.stderr
    assert "bad.csv" in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()
    assert not out.with_name("out.csv.part").exists()


RISEN = "person,t_hours,value\n" + "".join(
    f"{name},{8 * k},{0.3 + (k * k % 11) * 0.03 + (by if k >= 180 else 0):.2f}\n"
    for name, by in (("moved", 0.3), ("same", 0.0))
    for k in range(300)
)


def test_a_flag_has_one_row(home: Home, tmp_path):
    path, out = tmp_path / "risen.csv", tmp_path / "flags.csv"
    path.write_bytes(gzip.compress(RISEN.encode()))
    done = home.run("window", "monitor", path, "--baseline-days", 28)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "person,kind,t_hours,day,statistic,threshold,reports"
    (flag,) = rows(done.stdout)
    assert (flag["person"], flag["kind"]) == ("moved", "rise")
    assert 61 <= int(flag["day"]) <= 66
    assert float(flag["statistic"]) > float(flag["threshold"])
    strict = ("--budget", 0.01, "--horizon-weeks", 52, "--out", out)
    again = home.run("window", "monitor", path, "--baseline-days", 28, *strict)
    assert (again.returncode, again.stdout) == (0, "")
    (later,) = rows(out.read_text())
    assert float(later["threshold"]) > float(flag["threshold"])


def test_without_flags_there_are_the_names_of_the_columns(home: Home, file):
    done = home.run("window", "monitor", file, "--scale", 1, 5, "--baseline-days", 28)
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 1)


def test_a_baseline_has_to_be_given(home: Home, file):
    assert home.run("window", "monitor", file).returncode == 2


@pytest.mark.parametrize(
    "option",
    [
        ("--baseline-days", 0),
        ("--baseline-days", "nan"),
        ("--baseline-days", 28, "--budget", 1),
        ("--baseline-days", 28, "--horizon-weeks", 0),
        ("--baseline-days", 28, "--scale", 5, 1),
    ],
)
def test_a_watch_that_makes_no_sense(home: Home, file, option):
    assert home.refused("window", "monitor", file, *option)


def test_a_file_that_is_not_there(home: Home, tmp_path):
    done = home.run("window", "forecast", tmp_path / "none.csv")
    assert done.returncode == 1
    assert "none.csv" in done.stderr


@pytest.mark.parametrize("option", [("--scale", 5, 1), ("--unit", 0)])
def test_an_option_that_makes_no_sense(home: Home, file, option):
    done = home.run("window", "forecast", file, *option)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_states_are_brought_up_to_date_and_readings_come_out_again(practice):
    assert "up to date for 6 clients" in practice.done("window", "update")
    assert "come out again exactly" in practice.done("window", "verify")


def test_without_a_data_base_the_model_says_so(home):
    assert "There is no data base yet" in home.refused("window", "update")
    assert "There is no data base yet" in home.refused("window", "verify")
