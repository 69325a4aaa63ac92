"""The automatic checks of an application: the closed set of operators and their findings."""
