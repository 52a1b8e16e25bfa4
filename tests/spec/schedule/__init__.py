"""How many check-ins are planned, from the phase, the medicine sessions and one agreement.

The plan is an offer. Check-ins of one's own are always welcome, nothing is counted that was not
given, and while a client rests nothing is asked. The numbers come from the decisions and from
what the window model can learn; no clinician has signed them.

Each example below is run as a test, and the sentences in it are what the program says.
"""

from tests.spec.schedule import story
from tests.spec.schedule.story import answered as answered  # the rule book prints with it

title = "The schedule of check-ins"
notation = story
