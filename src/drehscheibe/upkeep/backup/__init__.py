"""Backup and restore: the database by PostgreSQL's own tools, the encrypted files, and a manifest that proves both."""
