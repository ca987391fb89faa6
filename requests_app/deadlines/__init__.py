"""The statutory clock of an application, as pure rules over a ledger of dated facts.

`facts` is the ledger, `reading` reads it from JSON, `laws` holds the articles and the readings
the law leaves open, `clock` gives the answer. What each date means is told in docs/clock.md.
"""
