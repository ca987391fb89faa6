"""How long personal data of a case are kept, what holds them longer, and their end."""
