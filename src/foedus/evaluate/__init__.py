"""Scoring against gold data: any gold a user has, with the same figures for whatever was predicted.

gold.py        brat standoff, our JSON lines, Citron JSON -> Document
predict.py     reads the texts of the gold, or takes what another tool predicted
matching.py    which prediction is which gold statement
tally.py       counts a document, figures with confidence intervals
statements.py, relations.py   what is counted
run.py         one evaluation, and what was gained and lost against another
"""
