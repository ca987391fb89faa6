"""Structured text: one model, from which page, paper, file, search and interface derive."""
