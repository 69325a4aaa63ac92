"""Forms on paper and in files are read here, offline: pages, letters, labels and their values, codes, red marks."""
