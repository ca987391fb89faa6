"""更正: the next edition of a public document, drafted and reviewed while the page stays up."""
