"""The staff's side under `/amt/`: inbox, case, question, decision.

Whatever staff sees starts from `applications.queries.visible_to`: the cases of their departments; all else is 404.
Opening a case leaves an audit event that the applicant sees.
Every verb has its own address and takes a plain POST.
"""
