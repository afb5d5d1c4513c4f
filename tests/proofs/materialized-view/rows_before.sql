INSERT INTO users (id, name, nick) VALUES (1, 'ann', 'a');
