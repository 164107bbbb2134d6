"""Who is who: finding the same organisation in two sources, with evidence in words."""
