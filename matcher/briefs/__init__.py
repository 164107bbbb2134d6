"""The partnership brief: who does what for a goal, by when, and what is to be settled."""
