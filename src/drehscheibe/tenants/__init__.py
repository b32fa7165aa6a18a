"""Tenants: the tree of bodies (districts, towns) that own data, their host names, departments and legal pages.

A portal is a tenant's public face; the Host header chooses it.
A tenant reads the shared rows of its ancestors and writes only its own.
`queries.directory()` holds the whole tree, small and cached until something is published.
Tenants and host names belong to the installation; departments and pages belong to their tenant.
"""
