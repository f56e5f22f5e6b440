"""Who is surveyed: site lists, their model and their checks."""
