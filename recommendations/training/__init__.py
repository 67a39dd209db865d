"""Models of taste: read the ratings, learn, compare with what is in use, publish."""
