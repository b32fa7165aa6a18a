"""Upkeep: what the operator relies on, by day and at three in the morning.

The daily balance holds what the audit says was received against the cases that are there.
Alarms name the few things that somebody has to look at; they are shown, counted and mailed from one list.
Jobs anchor the audit, sweep files that no case knows, and erase cases whose retention is over.
Nothing here opens an answer or a message.
"""
