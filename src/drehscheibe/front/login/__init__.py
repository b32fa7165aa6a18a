"""Signing in: by e-mail and password, with a second factor; and what people do to keep their account safe.

The views and the adapter for django-allauth's second factors; what is domain is in `identity`.
Every way in ends in `session.begin`, whatever provider confirmed the person.
Guesses are counted before they are tried, by `guarding`; without the database there is no signing in.
"""
