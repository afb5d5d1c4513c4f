INSERT INTO users VALUES (2, 'ann', 'y');
