"""Whether two records go back to the same words: how alike texts are, who is the same person, what ties two voices."""
