INSERT INTO jobs VALUES (2, 'cancelled');
