"""Tables, engine and shared statements; rows stay below the services."""
