"""The kernel carries what every other package stands on and knows nothing of them.

It enters tenant scopes, keeps the append-only audit, wraps and unwraps keys, mints references and access codes,
writes job rows in the caller's transaction, stores encrypted files, typesets documents and tells the time.
Tenants and actors are opaque ids here: a tenant is a number, an actor a short text.
Nothing in this package renders pages, sends mail or decides who may do what.
Whatever it stores for a tenant carries `tenant_id` and lies behind forced row-level security.
"""
