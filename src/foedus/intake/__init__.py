"""Intake: files, pages and plain text to articles. It knows nothing of what stands to its right."""
