"""What the room shows, as plain data: pages and the JSON interface ask the same functions."""
