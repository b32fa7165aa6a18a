"""What the lead and the editors learn about the offer: maturity, figures over time, and what of the texts needs care.

Maturity follows the Reifegradmodell of the OZG and is computed from what is really there: texts, forms, channels.
Figures of a day are kept with the version of the model, so that a later one can follow beside it.
Quality looks at the descriptions: empty, old, dead links, hard to read, not translated.
Nothing here belongs to a person: rows hold counts, services and addresses of pages.
"""
