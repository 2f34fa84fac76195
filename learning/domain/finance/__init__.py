"""The figures of a business: pure rules, in whole cents and Decimal, under dated law."""
