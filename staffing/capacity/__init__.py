"""How many people to have in the coming year, and when to start hiring them."""
