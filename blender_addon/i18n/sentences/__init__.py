"""Korean and Japanese for sentences with names and numbers in them, a file for each part that says them."""
