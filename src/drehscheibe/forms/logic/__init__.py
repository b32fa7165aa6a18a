"""Conditions and calculations as data: one small typed expression tree, compiled once per document, run only here.

Spelling: a literal, or a mapping with one key, the operator: `{and: [{eq: [{answer: rasse}, boxer]}, {answer: alt}]}`.
`expressions` compiles a tree, `program` makes a whole document ready to run and finds what is wrong with it.
"""

from drehscheibe.forms.logic.program import check, publishable

__all__ = ["check", "publishable"]
