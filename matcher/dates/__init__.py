"""When: days and periods as texts name them, and in words."""
