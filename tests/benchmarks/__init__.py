"""What is measured, and not tested: each module is a command of its own that prints figures."""
