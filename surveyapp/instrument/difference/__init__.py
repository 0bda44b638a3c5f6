"""What differs between two instruments, and what that means for answers from both."""
