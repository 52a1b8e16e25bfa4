import pytest

from longarc.care.screening import may_start
from tests.spec.screening.story import label, parse


@pytest.fixture
def rule():
    def run(story, *, on_day, rows, allowed):
        found = parse(story, on_day).list(on_day)
        assert [label(row) for row in found] == rows
        assert may_start(found).allowed is allowed

    return run
