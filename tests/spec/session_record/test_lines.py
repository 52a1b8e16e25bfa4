"""What is asked before a line is kept. Each can be kept as it is: a number that is asked about is
mostly a slip, and says nothing of what anyone is to do.

A line belongs to the day of its session. A correction is a new line, and what stood before can be
read. From the lead's signature on the client reads the record, and what is written later is an
addendum. Beside each touch stands the agreement that was in force. A recorded end ends the session
for the touch agreement and the plan, from when that end was known.
"""

from longarc.care import cycles, session_record

title = "The record"
rules = [session_record, cycles]
