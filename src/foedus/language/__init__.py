"""Language: models, lexicons, one syntax for both languages, mentions and whom a phrase stands for."""
