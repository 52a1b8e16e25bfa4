"""When a reminder comes: the client's own times, and what keeps one away.

What it says is one sentence of a fixed list that tells nothing. Whether it is sent once and only
once is no matter of these rules: it is tested with killed processes.
"""

from tests.spec.reminders import story
from tests.spec.reminders.story import answered as answered  # the rule book prints with it

title = "Reminders"
notation = story
