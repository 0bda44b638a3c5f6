"""What committee members and analysts see."""
