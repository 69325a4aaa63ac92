"""The dialog of the correction request: what is asked on the left, how it goes on and what came back on the right."""
