INSERT INTO users (id, name, kind) VALUES (7, 'eve', 'copy');
