"""Whether a planned session may begin now.

Five gates are asked each time the page is opened, and once more as the start is recorded: consent,
the touch agreement, screening, the risk questions, and the plan itself. Nothing else refuses a
start: readiness, pacing and what the plan leaves open are shown beside, and a person weighs them.
No answer says that a session is safe. The rules and numbers are Longarc's own, not validated; no
clinician has signed them.

Each example below is run as a test, and the sentences in it are what the program says.
"""

from tests.spec.session_gate import story
from tests.spec.session_gate.story import answered as answered  # the rule book prints with it

title = "May the session begin"
notation = story
