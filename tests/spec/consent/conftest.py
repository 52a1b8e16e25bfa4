import pytest

from tests.spec.consent.story import parse


@pytest.fixture
def rule():
    def run(story, *, on_day, consent=None, touch=None, against=()):
        told = parse(story, on_day)
        if consent:
            assert told.consent_words() == consent
        if touch:
            assert told.touch.says.plain() == touch
        assert [reason.code for reason in told.against()] == list(against)

    return run
