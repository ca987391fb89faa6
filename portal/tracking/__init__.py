"""Following a case by number and code: codes, doors, grants, receipts, and how often one may."""
