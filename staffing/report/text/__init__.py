"""Reports as text of at most 80 columns, for a terminal or a mail."""

Line = tuple[str, str]  # a text and its style, as `styled.show_styled` prints it
