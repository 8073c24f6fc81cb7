"""What the headers of a file mean: the field's words in a dozen languages, and what the columns hold."""
