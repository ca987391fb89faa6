"""Acts on answers: entries and their versions, votes, consumers, questions fed back."""
