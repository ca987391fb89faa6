"""A corpus of our own making for the rules of personal data: every person in it is invented."""

from benchmarks.personal_corpus.cases import Case, Mark, built
from benchmarks.personal_corpus.negatives import negatives
from benchmarks.personal_corpus.positives import positives

__all__ = ["Case", "Mark", "built", "negatives", "positives"]
