"""统一政务征询平台: whatever one can take part in, on one page; the rooms say what they have."""
