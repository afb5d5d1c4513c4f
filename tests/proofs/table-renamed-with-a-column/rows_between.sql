INSERT INTO people (id, name, kind) VALUES (3, 'cid', 'guest');
