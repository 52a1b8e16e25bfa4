"""Specific, versioned, revocable."""

from longarc.care import consent_texts

title = "Consent"
rules = [consent_texts]
REST = "who_is_there given"


def test_each_item_is_asked_by_itself_and_only_what_is_required_stops_a_session(rule):
    story = """
        day | what | value
        ----+------+-------------
        0   | yes  | session
        1   | yes  | who_is_there
        2   | no   | video
        """
    rule(story, on_day=0, consent="session given", against=["consent_not_given"])
    rule(story, on_day=2, consent=f"session given; {REST}; video no")


def test_new_words_ask_again(rule):
    """A yes from a page with the earlier words gives nothing."""
    story = """
        day | what  | value
        ----+-------+-------------------
        0   | yes   | who_is_there
        0   | yes   | session
        5   | words | session
        6   | yes   | session, version 1
        7   | yes   | session
        """
    rule(story, on_day=0, consent=f"session given; {REST}")
    rule(story, on_day=5, consent=f"session earlier; {REST}", against=["consent_earlier"])
    rule(story, on_day=6, consent=f"session earlier; {REST}", against=["consent_earlier"])
    rule(story, on_day=7, consent=f"session given; {REST}")


def test_a_yes_is_taken_back_at_once_and_stands_against_a_yes_of_the_same_moment(rule):
    story = """
        day | what | value
        ----+------+-------------
        0   | yes  | who_is_there
        0   | yes  | session
        3   | no   | session
        3   | yes  | session
        """
    rule(story, on_day=3, consent=f"session no; {REST}", against=["consent_no"])


def test_asking_for_it_otherwise_is_not_new_words(rule):
    story = """
        day | what  | value
        ----+-------+----------------
        0   | yes   | who_is_there
        0   | yes   | session
        1   | no    | video
        4   | asked | video required
        6   | asked | video not_asked
        """
    rule(story, on_day=4, consent=f"session given; {REST}; video no", against=["consent_no"])
    rule(story, on_day=6, consent=f"session given; {REST}")
