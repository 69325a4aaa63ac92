"""The reviewer desk: preliminary review of municipal standardization pilots."""
