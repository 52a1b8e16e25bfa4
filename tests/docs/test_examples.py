"""The examples in the documents run: `runnable` ones in order, `data` ones with the data sets."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Home

from longarc.cli.parser import make_parser

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
FENCE = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", re.M | re.S)


def examples(page: Path) -> list[tuple[str, str, str]]:
    return FENCE.findall(page.read_text())


def pages_with(mark: str) -> list[Path]:
    return [page for page in PAGES if any(word == mark for _, word, _ in examples(page))]


def name(page: Path) -> str:
    return page.stem


def run(home: Home, folder: Path, language: str, example: str) -> None:
    """The example, where `longarc` is this one, as it is installed beside this Python."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    words = ["sh", "-ec"] if language == "sh" else [sys.executable, "-c"]
    ran = subprocess.run(
        [*words, example],
        env={**home.environment(), "PATH": path},
        cwd=folder,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert ran.returncode == 0, f"{example}\n{ran.stdout}{ran.stderr}"


@pytest.mark.parametrize("page", pages_with("runnable"), ids=name)
def test_runnable_examples_run(page: Path, request: pytest.FixtureRequest, tmp_path: Path):
    """One page is one session; the page that makes a practice begins with nothing."""
    fresh = "createowner" in page.read_text()
    home: Home = request.getfixturevalue("home" if fresh else "practice")
    for language, mark, example in examples(page):
        if mark == "runnable":
            run(home, tmp_path, language, example)


@pytest.mark.data
@pytest.mark.parametrize("page", pages_with("data"), ids=name)
def test_examples_with_public_data_run(
    page: Path, practice: Home, public_data: Path, tmp_path: Path
):
    for file in public_data.glob("*.csv.gz"):
        (tmp_path / file.name).symlink_to(file)
    for language, mark, example in examples(page):
        if mark == "data":
            run(practice, tmp_path, language, example)
    [(people, values)] = practice.ask(
        "SELECT count(DISTINCT client_id), count(*) FROM records_seriesreport"
    )
    assert (people, values) == (80, 3946 + 1473)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_longarc_line_is_understood(page: Path):
    """No document shows a command or a word that the command line does not have."""
    for language, _, example in examples(page):
        for line in example.splitlines() if language == "sh" else []:
            words = [w for w in shlex.split(line.split("||")[0]) if "LONGARC_" not in w]
            if words[:1] == ["longarc"]:
                make_parser().parse_args(words[1:])


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path):
    for target in re.findall(r"\]\(([^)#]+)", page.read_text()):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target
