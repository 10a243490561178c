"""Korean and Japanese: a table of labels and one of tooltips, each English -> translations, and their registration."""
