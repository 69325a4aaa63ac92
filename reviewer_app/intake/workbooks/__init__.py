"""The kinds of workbooks there are, each as the table program shows it."""
