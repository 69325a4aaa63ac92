"""Where cases lie between libraries: custody, the desks known here, and what comes in from them."""
