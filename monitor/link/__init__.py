"""Links public reviews to the complaint log: candidates, probabilities and reasons. A person always judges."""
