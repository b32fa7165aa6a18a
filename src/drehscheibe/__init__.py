"""Drehscheibe: a municipal service portal for Germany."""
