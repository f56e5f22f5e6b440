"""The spiders: one for portals, the same for everybody."""
