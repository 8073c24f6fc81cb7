"""What people look at: text for the terminal, HTML pages; computes nothing."""
