"""The system the states form: a signed graph of states for any window of time, and what can be measured on it."""
