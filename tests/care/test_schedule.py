"""What must hold for every plan of check-ins, whatever the sessions."""

from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from longarc.care.arc import Phase
from longarc.care.schedule import AFTER_A_DAY, BURST_A_DAY, Every, plan

ON = date(2030, 5, 15)
days = st.integers(-40, 40).map(lambda n: ON + timedelta(days=n))
sessions = st.lists(days, max_size=6)
phases = st.one_of(st.none(), st.sampled_from(Phase))


@given(phases, sessions, st.booleans())
@example(None, [ON - timedelta(days=13), ON + timedelta(days=1)], False)  # two reasons, one plan
def test_the_order_of_sessions_never_matters(phase, sessions, agreed):
    mixed = [*sessions[::-1], *sessions[:1]]
    assert plan(phase, mixed, on=ON, agreed=agreed) == plan(phase, sessions, on=ON, agreed=agreed)


@given(phases, sessions, st.booleans())
def test_never_more_than_was_agreed(phase, sessions, agreed):
    found = plan(phase, sessions, on=ON, agreed=agreed)
    most = 7 if found.every is Every.WEEK else BURST_A_DAY if agreed else AFTER_A_DAY
    assert found.times <= most
    assert found.until is None or found.until >= ON
    assert found.burst <= any(ON - timedelta(days=5) <= day < ON for day in sessions)
