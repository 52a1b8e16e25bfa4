"""The days after a session and follow-up: what is planned, what asks, and what ends it.

These are the project's own starting rules; no clinician has signed them. After each session three
contacts are planned, and talks at 4 weeks, 3, 6 and 12 months, then once a year. Each session has
dates of its own; only the yearly talk moves to the newest. A contact or a talk is held when a
person records that it happened. No meeting in the calendar, no check-in and no answer of the
client stands for it, and no mark takes it off the list.

Follow-up goes on until somebody ends it on purpose, with a reason that the client reads. Months of
silence, a closed arc and a care team that ended change nothing: a client whom nobody holds is named
to the owner, the coordinator and the therapists as someone who needs a person. A session after
the end begins it again.

Each example below is run as a test, and the sentences in it are what the program says.
"""

from tests.spec.follow_up import story
from tests.spec.follow_up.story import answered as answered  # the rule book prints with it

title = "After the session: contacts and follow-up"
notation = story
