"""Configuration: settings, addresses, the command line, and the table that says which job follows which event.

The top of the house: it may import every package and is imported by none.
The middleware enters the portal's scope, enforces the rule each route declares and turns trouble into plain pages.
Secrets come from the key file, places from the environment; nothing here is a default password.
"""
