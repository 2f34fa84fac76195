"""HTTP and HTML only: views ask services and render; the rules are below."""
