"""Personal recommendations, and predicted ratings, beside what others do: on ratings kept back."""
