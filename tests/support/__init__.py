"""What tests share: pages that check themselves, a clock, servers, a browser, PostgreSQL."""
