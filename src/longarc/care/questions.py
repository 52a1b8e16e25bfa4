"""The rotating extra question: one at a time, planned missing, always skippable (experience 2.3).

The project's own questions, not a validated instrument. Codes are stored and never renamed.
"""

from datetime import date

from longarc.care.text import msg

QUESTIONS: dict[str, str] = {
    "cost": msg("What did today take?"),
    "company": msg("Did you let anyone be with you?"),
    "exercise": msg("Did you do your exercise?"),
    "sleep": msg("How was sleep?"),
    "body_own": msg("Did your body feel like yours?"),
}

ANSWERS: dict[str, dict[str, str]] = {
    "cost": {
        "easy": msg("Easy"),
        "some": msg("Some effort"),
        "all": msg("Everything I had"),
    },
    "company": {
        "yes": msg("Yes"),
        "a_little": msg("A little"),
        "not_today": msg("Not today"),
    },
    "exercise": {
        "yes": msg("Yes"),
        "a_little": msg("A little"),
        "not_today": msg("Not today"),
    },
    "sleep": {
        "rested": msg("I feel rested"),
        "so_so": msg("So-so"),
        "hard": msg("It was hard"),
    },
    "body_own": {
        "yes": msg("Yes"),
        "partly": msg("Partly"),
        "no": msg("Not really"),
    },
}


def question_for(day: date) -> str:
    """The code of the day's question: they take turns, so that none is asked twice running."""
    codes = tuple(QUESTIONS)
    return codes[day.toordinal() % len(codes)]
