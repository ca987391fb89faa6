"""文书: what every letter of a case says. Pure: dated facts in, paragraphs out."""
