"""What is on the pages, in no rubric's terms."""
