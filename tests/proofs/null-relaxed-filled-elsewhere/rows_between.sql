INSERT INTO users (id, name, nick) VALUES (3, NULL, 'c');
