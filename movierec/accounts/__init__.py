"""What an account has here, all of it: to take along, and to delete."""
