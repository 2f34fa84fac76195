"""Documents that leave the screen: spreadsheets."""
