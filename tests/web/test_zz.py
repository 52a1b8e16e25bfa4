import time

from tests.web.test_stale import *


def test_x(scene):
    routes = {p.route for p in scene.places}
    print(
        "OUT not placed", sorted(n for n in SAID if SAID[n] in (DECIDES, OWN) and n not in routes)
    )
    for r in [
        "my_details",
        "client_details",
        "client_state",
        "practice_staff_details",
        "client_screening_outside",
        "hand_over",
        "practice_link_wait",
        "practice_profile",
        "links",
        "practice_link",
        "practice_staff_back",
    ]:
        if r not in routes:
            continue
        a = time.time()
        try:
            print("OUT", r, histories(scene, 14, seed=3, only=r), time.time() - a)
        except Overtaken as e:
            print("OUT FAIL", r, e)
    for seed in (35, 36):
        a = time.time()
        try:
            print("OUT", missed(histories(scene, 80, seed=seed)), time.time() - a)
        except Overtaken as e:
            print("OUT FAIL", e)
    assert 0


del (
    test_of_two_pages_the_older_overtakes_nothing,
    test_of_two_thousand_histories_none_is_silent,
    test_a_form_without_its_guard_is_caught,
    test_somebody_has_said_what_each_form_does,
)
