"""历史公文: batches, samples, and the steps of the review taken for a whole batch."""
