"""Data fields of FIM: XDatenfelder 2.0 and 3.0 and genericode 1.0, as they really are.

`reading` and `genericode` read them into the neutral `model`, `converting` makes a form document of it, and `writing`
writes a form document as XDatenfelder 3.0. Pure: no database.
"""
