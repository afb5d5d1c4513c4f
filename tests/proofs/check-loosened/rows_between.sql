INSERT INTO items VALUES (2, 'idle');
