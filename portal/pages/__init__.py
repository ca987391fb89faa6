"""Public pages that are the same for everybody: their copies, and what each depends on."""
