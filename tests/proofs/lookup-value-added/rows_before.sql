INSERT INTO states VALUES ('finished');
INSERT INTO jobs VALUES (1, 'finished');
