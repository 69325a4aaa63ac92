"""Use cases of the office, one verb each, over the ports that the outer parts implement."""
