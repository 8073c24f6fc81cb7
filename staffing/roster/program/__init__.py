"""The whole roster as one integer program: where it is small, the best one is found and proven."""
