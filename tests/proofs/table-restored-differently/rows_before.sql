INSERT INTO cache VALUES (1, 'a');
