"""The library of rules: keeping regulations, pinning their clauses to points, saying which is out of force."""
