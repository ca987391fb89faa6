"""线下接力: organisations that carry a policy to people whom the portal does not reach itself."""
