"""What others wrote in a standard becomes ours here, and what is ours is written in their standard.

Data fields of FIM (XDatenfelder 2.0 and 3.0 with genericode lists) are read into one neutral model, `fim.model`.
That model becomes a form document, with a report of what was understood, guessed and left to do.
Forms are written back as XDatenfelder 3.0. Only hostile XML and other formats are refused; nothing is half imported.
"""
