"""Addresses outside that pages name: looked at politely, judged, kept with their history."""
