"""What the base of answers counts in days: set by each place, printed nowhere as law."""

from portal.settings.environment import env

# Working days in which the organ answers a question fed back by 12345 or a window.
ANSWER_FEEDBACK_DAYS = env.int("ANSWER_FEEDBACK_DAYS", 5)
# Days until a released answer is looked at again, where its editor names no day.
ANSWER_REVIEW_DAYS = env.int("ANSWER_REVIEW_DAYS", 180)
# Days for which words without a result are kept.
ANSWER_ZERO_HIT_DAYS = env.int("ANSWER_ZERO_HIT_DAYS", 90)
