"""Reading: every way a review can reach us, one file a route, all through one normaliser."""
