"""How soon an answer to the risk questions calls for a person, and how a path is closed.

The questions are Longarc's own and plain: not a tested questionnaire, no score, no prediction.
"No positive answers" is the best that is ever said; nothing is called safe, and "low" is not safe
either. A question that was left out is not known, and never a no. Any positive or unclear answer
opens the path the same day (decisions.md 13). A later answer neither lowers nor closes it: the care
team does, by several acts after the newest such answer.

No clinician has signed these levels and times. Instruments with a licence of their own are not
imported here; each answering keeps which questions it was to, so that there is room for them.

Each example below is run as a test.
"""

from longarc.care.risk_questions import ASKED, BY_KNOWN, BY_YES, VERSIONS, Question
from longarc.care.safety_plan import KEY, Section
from tests.spec.risk import story
from tests.spec.risk.story import answered as answered  # the rule book prints with it

title = "Risk questions and their path"
notation = story


def questions() -> list[tuple[str, ...]]:
    rows = [("name", "question, as it is asked", "a yes calls for", "in versions")]
    for one, asked in ASKED.items():
        versions = ", ".join(code for code, of in VERSIONS.items() if one in of)
        rows.append((one, asked, calls_for(one), versions))
    return rows


def calls_for(one: Question) -> str:
    if one is Question.KNOWN:
        return "nothing by itself"
    level = BY_YES[one].name.lower()
    return f"{level}; {BY_KNOWN.name.lower()} when known" if one is Question.EVER else level


def parts() -> list[tuple[str, ...]]:
    rows = [("part", "needed before a plan counts as whole")]
    return [*rows, *((str(one), "yes" if one in KEY else "no") for one in Section)]


ASKED_AS = (
    "Each may be left out. Answers: no, yes, not sure, rather not say. The levels carry the triage "
    "of a published screener (clinical-facts 1.3) over to Longarc's own questions; unsigned. The "
    "last version is asked; an answer to one version is never read as an answer to another."
)
tables = (
    ("The questions", ASKED_AS, questions),
    ("The safety plan", "Longarc's own starting rule, unsigned.", parts),
)
