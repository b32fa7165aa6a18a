"""Identity: accounts of people, staff memberships with roles per department, and login providers.

Accounts belong to the installation; memberships belong to a tenant.
A login provider confirms who somebody is and how surely (trust level); what one may do follows from memberships.
`access` names the rule that each route declares; the web layer enforces it in one place.
Whether somebody may see a case is decided by the package that owns the case.
"""
