"""What follows from the evidence: facts, readings, findings and scores, without network or clock."""
