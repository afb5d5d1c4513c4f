INSERT INTO kinds VALUES (1, 'logout');
INSERT INTO entries VALUES (1, 1);
