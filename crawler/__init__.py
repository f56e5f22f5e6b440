"""How portals are visited: the only code that opens sockets, and the evidence it leaves on disk."""
