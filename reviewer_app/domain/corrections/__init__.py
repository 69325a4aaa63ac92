"""The correction request (一次性告知) as a record: what is asked, how it was told, what came back."""
