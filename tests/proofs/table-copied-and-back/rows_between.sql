INSERT INTO people VALUES (3, 'cid');
