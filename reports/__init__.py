"""What is read: the command line, tables and the HTML report."""
