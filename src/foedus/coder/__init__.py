"""A language model as the reader, off unless it is asked for (`foedus read --coder llm`).

ask (prompt and schema) -> client (the only module that speaks to a server) -> gate -> coder

What the model proposes is a proposal: it passes the gate that stands before every record, or is refused and listed.
"""
