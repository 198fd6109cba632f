"""Ways to fetch: each file asks one kind of source through the client and hands the answer to its reader."""
