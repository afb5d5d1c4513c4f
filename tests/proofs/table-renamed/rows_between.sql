INSERT INTO people (id, name) VALUES (3, 'cid');
