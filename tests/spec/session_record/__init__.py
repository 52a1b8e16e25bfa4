"""What happened in a session, written afterwards, and what harmed: when it stands on the list.

These are the project's own starting rules. None has been validated and no clinician has signed
them. The record holds what happened and suggests nothing; no dose is worked out anywhere. An
adverse event stays on the list until a person records that it is resolved: no time, no button and
no better day takes it off. While one is open, pacing argues for slowing down. What nobody has
graded, or what nobody knows to be harmless, counts as serious: it comes right after risk paths,
and is not behind the list's limit.

Each example below is run as a test, and the sentences in it are what the program says.
"""

from tests.spec.session_record import story
from tests.spec.session_record.story import answered as answered  # the rule book prints with it

title = "The recorded session, and adverse events"
notation = story
