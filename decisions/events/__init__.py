"""开放活动: the plan of a year, sessions with places, sign-up, tickets, check-in."""
