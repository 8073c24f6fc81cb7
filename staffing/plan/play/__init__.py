"""What is to be played: a published run with its people, or agents by interval that somebody gives."""
