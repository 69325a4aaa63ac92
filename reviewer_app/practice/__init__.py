"""The practice season: invented cases, names, seal, certificate and form."""
