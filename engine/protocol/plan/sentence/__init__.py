"""A sentence put in order and cut into clauses: what stands first, what is left out, one verb each."""
