INSERT INTO users (id, name) VALUES (3, repeat('x', 120));
