"""文书 of a case: facts from its rows, a number with the act, the printed sheet."""
