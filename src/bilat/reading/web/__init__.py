"""Reading from the web: pages, lists of addresses, sitemaps and feeds, fetched with care for those who serve them."""
