"""A spec test is one rule, one small story, one expected answer; see `tests.spec.story`."""

import pytest

from tests.spec.story import answer, label, words


@pytest.fixture
def rule():
    def run(story, *, on_day, stands, says=(), earlier=None):
        got = answer(story, on_day)
        assert [label(finding) for finding in got.stands] == stands
        if earlier is not None:
            assert [label(finding) for finding in got.earlier] == earlier
        said = " ".join(words(finding.what) + " " + words(finding.sure) for finding in got.stands)
        for phrase in says:
            assert phrase in said

    return run
