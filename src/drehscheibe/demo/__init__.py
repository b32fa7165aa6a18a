"""The demo: a fictional district with its towns, services, forms and people, and the pages that exist only there.

`content` holds all of it as YAML; `seed` writes it through the same operations that everybody uses.
`/demo/post/` shows the mails that would have been sent.
Production refuses to start on a database that holds demo accounts.
"""
