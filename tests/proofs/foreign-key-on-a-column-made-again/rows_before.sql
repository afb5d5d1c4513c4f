INSERT INTO teams (id) VALUES (5);
INSERT INTO users (id, team_id) VALUES (1, 5);
