"""解读: what explains a policy, and in step with it."""
