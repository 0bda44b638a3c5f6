"""What the answers say: tables, tests, figures and reports. Pure."""
