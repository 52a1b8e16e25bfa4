"""The copy rules of every screen that a client reads: calm, plain, short (experience 1.2, 1.3)."""

import re
from pathlib import Path

import pytest
from tests.copy.words import SRC, TEMPLATES, grade, in_code, in_template, sentences

CLIENT_TEMPLATES = sorted(
    [
        *TEMPLATES.glob("client/**/*.html"),
        *TEMPLATES.glob("concern/**/*.html"),
        *TEMPLATES.glob("parts/body*.html"),
        *TEMPLATES.glob("welcome*.html"),
        TEMPLATES / "client_base.html",
        *TEMPLATES.glob("parts/formulation*.html"),
        *TEMPLATES.glob("parts/consent*.html"),
        *TEMPLATES.glob("parts/therapy*.html"),
        *TEMPLATES.glob("enquire*.html"),
        TEMPLATES / "error.html",
    ]
)
CARE = (
    "reports.py",
    "questions.py",
    "patterns.py",
    "body.py",
    "schedule.py",
    "own_window.py",
    "exercise_list.py",
    "exercises.py",
    "plan.py",
    "formulation.py",
    "changes.py",
    "enquiries.py",
    "reminder_words.py",
    "reminder_form.py",
    "threads.py",
    "commitments.py",
    "consent_texts.py",
    "other_therapies.py",
)
CLIENT_CODE = sorted(
    [SRC / "care" / name for name in CARE]
    + [SRC / "web" / "enquire.py", SRC / "web" / "formulation_form.py"]
    + [SRC / "web" / "living_words.py", SRC / "web" / "therapy_form.py"]
    + [SRC / "web" / "errors.py", *(SRC / "web" / "client").glob("*.py")]
)
BANNED = re.compile(
    r"\b(abnormal|poor|at risk|non-?compliant|missed|failed|failure|relapse|streaks?|scores?|submit"
    r"|dismiss|ok|patient|alert|invalid|illegal|error|should|must|breakthrough|in a row|well done"
    r"|goal|level up|points?|required|suffer\w*)\b",
    re.I,
)
LONGEST_SENTENCE = 20
HIGHEST_GRADE = 6.0


def words_of(path: Path) -> list[str]:
    return list(in_template(path) if path.suffix == ".html" else in_code(path))


def short(path: Path) -> str:
    return str(path.relative_to(SRC))


def test_there_are_client_pages_to_read():
    assert sum(len(words_of(path)) for path in CLIENT_TEMPLATES) > 50


@pytest.mark.parametrize("path", [*CLIENT_TEMPLATES, *CLIENT_CODE], ids=short)
def test_calm_words_only(path):
    found = [text for text in words_of(path) if BANNED.search(text) or "!" in text]
    assert not found


@pytest.mark.parametrize("path", [*CLIENT_TEMPLATES, *CLIENT_CODE], ids=short)
def test_sentences_are_short(path):
    long = [
        s for text in words_of(path) for s in sentences(text) if len(s.split()) > LONGEST_SENTENCE
    ]
    assert not long


@pytest.mark.parametrize("path", CLIENT_TEMPLATES, ids=short)
def test_reading_level(path):
    texts = [text for text in words_of(path) if len(text.split()) > 3]
    assert grade(texts) <= HIGHEST_GRADE, texts


def test_the_counter_tells_plain_from_hard():
    assert grade(["We keep your words."]) < 3
    assert grade(["Psychological destabilisation necessitates multidisciplinary evaluation."]) > 12


@pytest.mark.parametrize("sheet", sorted((SRC / "web" / "static").glob("*.css")), ids=short)
def test_nothing_moves_for_long_and_nothing_is_red(sheet):
    text = sheet.read_text()
    for duration in re.findall(r"transition[^;]*?([\d.]+)(m?s)", text):
        assert float(duration[0]) * (1 if duration[1] == "ms" else 1000) <= 150
    assert "danger" not in text
    assert "@keyframes" not in text
