"""What is changed by hand: kept with who made it and why, and what readers report as wrong."""
