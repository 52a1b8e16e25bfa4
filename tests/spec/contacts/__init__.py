"""How many meetings a cycle holds, from which support this person needs.

The care team describes the support in words, and the client reads those words; the names in the
stories below stay with the care team. A number may go up at any time. It goes down only with a
written reason, which the client reads. Follow-up is the same for everyone. The numbers are
Longarc's own starting rules, not validated; no clinician has signed them.

Each example below is run as a test, and the sentences in it are what the program says.
"""

from tests.spec.contacts import story
from tests.spec.contacts.story import answered as answered  # the rule book prints with it

title = "Contacts in a plan"
notation = story
