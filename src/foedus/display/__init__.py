"""What is shown to people: a reading and an explanation, for the terminal and as Markdown, in French or English.

Functions here return strings and renderables; nothing prints. Quotation marks are put only around words that are
stored as said, or as printed by an outlet in its own voice; whatever was reported is introduced as reported.
"""
