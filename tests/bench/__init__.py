"""`make bench`: a demo of its own, measured against the budgets of the design.

Each measure is a ratio within one run or a figure of this machine, which the table says. The driver is lean and runs on
the same processor cores as the server. Applications count when they are processed to the end: receipt set, mail sent,
audit written. Whoever got a receipt is looked for in the database afterwards.
"""
