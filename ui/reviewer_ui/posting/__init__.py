"""寄出: the parcels of a batch packed, closed and posted, and the list of where every copy lies."""
