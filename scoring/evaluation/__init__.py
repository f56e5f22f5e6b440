"""How often the recognisers are right on labelled pages."""
