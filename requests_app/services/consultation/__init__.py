"""征求意见: the letters, the opinions they bring, the objections that must be heard."""
