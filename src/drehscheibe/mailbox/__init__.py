"""The mailbox (Postkorb): messages between applicants and the office about one case, encrypted with the case's key.

A case is known here by its id only; which application it is, higher packages know.
Notices by e-mail announce that there is news and never carry its content.
Every notice has a Message-ID that follows from what it announces, so that a repeated job is told apart by the receiver.
"""
