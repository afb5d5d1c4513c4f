INSERT INTO users (id, login) VALUES (3, 'cid');
