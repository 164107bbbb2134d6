"""Reading a text: its language, its pieces, what it mentions by name, and its telling part."""
