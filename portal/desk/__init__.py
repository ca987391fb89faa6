"""The back office of every kind of case: buttons and their forms, what is offered, its pages."""
