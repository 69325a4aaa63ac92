"""The limits that a season has: days and counts, whoever lays them down."""
