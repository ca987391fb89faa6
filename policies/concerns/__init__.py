"""回应关切: what people are worried about, answered in hours; and each month's hot questions."""
