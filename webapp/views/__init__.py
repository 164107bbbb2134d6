"""The views: read the request, call the library, render."""
