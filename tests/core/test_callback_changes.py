"""A callback's request once it stands: what is changed, to whom its number is told, and what is true of its day."""
