INSERT INTO users (id) VALUES (3);
