-- Rows of a store of format 1, written by the program of that time (opened by the passphrase of the tests).

INSERT INTO header VALUES ('vault', 'real-030995db70232bc1e595e23636888932');
INSERT INTO header VALUES ('slot', '{"kdf":"argon2id","memory_kib":65536,"passes":3,"lanes":1,"salt":"f9c7816addb4bd1fee5e8ef5d09b3bef","wrapped":"e4316a9163f629c330ee43774149d1c3fef2a77317ce719ceb9f52a039ec8d753c79c635e721012cad8e7762e2ca3b26e1bcd2fc9ce3348ca05f7cfa4415b86107bad1ba5bf080f8"}');
INSERT INTO schools VALUES (1, '', '', '', 'nantes');
INSERT INTO people VALUES ('cdupont', 'Dupont', 'Claire', 'c@ac-nantes.fr', '', '', 1);
INSERT INTO keys VALUES ('1001', 'Clepsydre (fictif)', 'sha1', 6, 60, 0, 'active', 1800000000000, NULL, 'cdupont', x'1484c20e3e7cde0255a1b3801d25b2cf22944956b9e5eedf7383fe0e8f77cb8d', NULL, 0, 0, 10, NULL, 0, NULL, NULL, x'04f690000481c3501d567f644cffe510f853be91f447d0f2a3631a173af7717c0d9ba50c59c9c68d8f3cb99dff181bba1e8ddceedfd9f06f', 1);
INSERT INTO keys VALUES ('1002', 'Clepsydre (fictif)', 'sha1', 6, 60, 0, 'in-stock', 1800000000000, NULL, NULL, NULL, NULL, 0, 0, 10, NULL, 0, NULL, NULL, x'fd110154493e040ac7e6c50b8856c7266ad0c28ddefd074c2f37d579372e697203b8327a48b3c52d1d19420e518b2dfa52dcc3b32e84bed4', 1);
INSERT INTO journal VALUES (1, 1800000000000, 'm.durand', 'file-ticket', 'cdupont', '', '', 1800000000000, 'filed 1');
INSERT INTO tickets VALUES (1, '04040404-0404-4404-8404-040404040404', 1800000000000, 1800000000000, 'm.durand', '', 'nantes', 'open', 'Code refusé deux fois', 'cdupont', '1001', '{"subject":"Code refusé deux fois","description":"Coquelicot, rangé au grenier","serial":"1001"}');
INSERT INTO tickets VALUES (2, '05050505-0505-4505-8505-050505050505', 1800000000000, 1800000000000, 'p.martin', '', 'nantes', 'new', 'Personne en particulier', '', '', '{"subject":"Personne en particulier","description":"Coquelicot, rangé au grenier"}');
INSERT INTO ticket_notes VALUES (1, 1, '06060606-0606-4606-8606-060606060606', 1800000000000, 'p.martin', 'note', 'Rappelée : Tulipe');
INSERT INTO ticket_notes VALUES (2, 1, NULL, 1800000000000, 'p.martin', 'state', 'open');
INSERT INTO drafts VALUES ('01010101-0101-4101-8101-010101010101', 'm.durand', 1800000000000, '{"uuid":"01010101-0101-4101-8101-010101010101","academy":"nantes","login":"cdupont","values":{"subject":"Clé perdue au marché","description":"Coquelicot, rangé au grenier"},"serial_answer":{"known":""},"attachments":[],"serials":[]}');
INSERT INTO drafts VALUES ('02020202-0202-4202-8202-020202020202', 'p.martin', 1800000000000, '{"uuid":"02020202-0202-4202-8202-020202020202","academy":"nantes","login":"cdupont","values":{"subject":"Écran noir","description":"Coquelicot, rangé au grenier"},"serial_answer":{"known":""},"attachments":[],"serials":[]}');
