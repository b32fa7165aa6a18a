"""What of the descriptions needs care, and changes to many of them at once."""
