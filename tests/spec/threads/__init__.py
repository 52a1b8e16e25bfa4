"""What surfaced is followed until it lands, and small steps are taken, at the client's pace.

Only people move a thread, and only the client says how near it is. A day of which nobody says
anything changes nothing and is counted nowhere. The numbers are Longarc's own starting rules, not
validated; no clinician has signed them.

Each example below is run as a test, and the sentences in it are what the program says.
"""

from tests.spec.threads import story
from tests.spec.threads.story import answered as answered  # the rule book prints with it

title = "Threads and small steps"
notation = story
