"""上级转办: messages that another system passes down, by signed requests."""
