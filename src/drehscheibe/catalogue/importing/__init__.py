"""Bring services into a portal's catalogue from files: the OZG list, the LeiKa list, and our own documents.

`reading` opens a file and tells what it is, `lists` and `documents` make entries of it, `merging` compares them with
what is there, `operations` writes. One file is one transaction; what was changed by hand is never overwritten silently.
"""
