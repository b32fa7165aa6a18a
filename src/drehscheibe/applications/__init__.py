"""Applications (Anträge) and their processing, from the first answer to the decision.

A draft keeps what a person typed; sending turns it into an application in one transaction, under the draft's own id,
so that any number of clicks, tabs and retries gives one application and the same receipt.
State is a set of facts: assignment, question, answer and decision are rows; the status follows from them.
Whoever opens an application leaves an audit event that the applicant sees.
Applications belong to the responsible body, whatever portal they began on.
"""
