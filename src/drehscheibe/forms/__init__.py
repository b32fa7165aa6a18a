"""Forms: documents that say what is asked, and the engine that walks people through them.

A published form is an immutable, versioned document; drafts and applications keep the version they answer.
`schema`, `logic`, `fields`, `journey` and `answers` are pure Python: no database, no clock, no web.
The journey is computed anew from the answers each time: which steps are reachable, what is missing, what comes next.
A new field type is one file in `fields`, never a template.
"""
