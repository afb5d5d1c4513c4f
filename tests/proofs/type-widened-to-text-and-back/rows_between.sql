INSERT INTO notes VALUES (2, 'longer than ten');
