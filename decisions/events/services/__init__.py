"""Acts on events, sign-ups, plans and scans: one transaction each, with its entry of the trail."""
