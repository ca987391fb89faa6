"""Pages that join apps, and what belongs to the site as a whole."""
