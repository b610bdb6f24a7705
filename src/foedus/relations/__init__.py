"""Relations: what is claimed to have happened or to hold between states."""
