"""How good similar titles are, measured against what the same people like."""
