INSERT INTO users VALUES (3, repeat('x', 120));
