"""Every act on consultations and opinions, each in one transaction with its entry in the trail."""
