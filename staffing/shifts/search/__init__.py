"""How a good schedule is found, and how good it is proven to be."""
