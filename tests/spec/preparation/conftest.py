import pytest

from tests.spec.preparation.story import evidence_of, left_on, suggested_in


@pytest.fixture
def rule():
    """One look at one story: the evidence for `about`, or what is suggested when it is `now`."""

    def run(story, *, on_day, about="", now="", **expected):
        if about:
            _evidence(evidence_of(story, on_day, about), **expected)
        else:
            codes = [one.exercise.code for one in suggested_in(story, on_day, now)]
            _suggestions(codes, left_on(story, on_day), **expected)

    return run


def _evidence(found, *, is_, views=None):
    assert found.standing == is_
    if views is not None:
        assert tuple(v and v.answer for v in (found.client, found.therapist)) == views


def _suggestions(codes, left_out, *, first=(), never=(), left=None):
    assert codes[: len(first)] == list(first)
    assert not set(codes) & set(never)
    if left is not None:
        assert left_out == set(left)
