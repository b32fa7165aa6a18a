"""The catalogue: services (Leistungen) with their texts, and the online services through which people apply.

A service says what it is, what is needed, what it costs and who is responsible.
An online service joins a service with a form, a department, the body's own rates, a trust level and a retention period.
Both are shared kinds: a town's portal shows its district's services, marked as such.
Topics are the 14 official Themenfelder, situations the life situations people think in.
"""
