-- Rows of a store of format 1, written by the program of that time (a demo). demo.key:
-- d41369260ccfa93f8234d1c0ad8739bc2773e1f9b0fc9aa85c013096342e26e4

INSERT INTO header VALUES ('vault', 'demo-17996a6fb822d8061f43a276b1b85aeb');
INSERT INTO header VALUES ('slot', '{"kdf":"","memory_kib":0,"passes":0,"lanes":0,"salt":"","wrapped":""}');
INSERT INTO schools VALUES (1, '', '', '', 'nantes');
INSERT INTO people VALUES ('cdupont', 'Dupont', 'Claire', 'c@ac-nantes.fr', '', '', 1);
INSERT INTO keys VALUES ('1001', 'Clepsydre (fictif)', 'sha1', 6, 60, 0, 'active', 1800000000000, NULL, 'cdupont', x'b485bd158205b661c37b62df549660d7ee92562724a336fb2314962b5710e6f6', NULL, 0, 0, 10, NULL, 0, NULL, NULL, x'7516c9f052756bc1324ab2af4fd4beab306b21bccb6b2b8db175b814398efc4f3582e1d396f0140650ca0a0c5a0820ffa11905e0ab78db2f', 1);
INSERT INTO keys VALUES ('1002', 'Clepsydre (fictif)', 'sha1', 6, 60, 0, 'in-stock', 1800000000000, NULL, NULL, NULL, NULL, 0, 0, 10, NULL, 0, NULL, NULL, x'b800bb4aee756cd9e37e64c15719bfc5342cd68b0f3233306aec7f15f6b41cfa403d0a4efb66a3f4f34ce8be735bb66d2eacd9cc4adb567b', 1);
INSERT INTO journal VALUES (1, 1800000000000, 'm.durand', 'file-ticket', 'cdupont', '', '', 1800000000000, 'filed 1');
INSERT INTO tickets VALUES (1, '04040404-0404-4404-8404-040404040404', 1800000000000, 1800000000000, 'm.durand', '', 'nantes', 'open', 'Code refusé deux fois', 'cdupont', '1001', '{"subject":"Code refusé deux fois","description":"Coquelicot, rangé au grenier","serial":"1001"}');
INSERT INTO tickets VALUES (2, '05050505-0505-4505-8505-050505050505', 1800000000000, 1800000000000, 'p.martin', '', 'nantes', 'new', 'Personne en particulier', '', '', '{"subject":"Personne en particulier","description":"Coquelicot, rangé au grenier"}');
INSERT INTO ticket_notes VALUES (1, 1, '06060606-0606-4606-8606-060606060606', 1800000000000, 'p.martin', 'note', 'Rappelée : Tulipe');
INSERT INTO ticket_notes VALUES (2, 1, NULL, 1800000000000, 'p.martin', 'state', 'open');
INSERT INTO drafts VALUES ('01010101-0101-4101-8101-010101010101', 'm.durand', 1800000000000, '{"uuid":"01010101-0101-4101-8101-010101010101","academy":"nantes","login":"cdupont","values":{"subject":"Clé perdue au marché","description":"Coquelicot, rangé au grenier"},"serial_answer":{"known":""},"attachments":[],"serials":[]}');
INSERT INTO drafts VALUES ('02020202-0202-4202-8202-020202020202', 'p.martin', 1800000000000, '{"uuid":"02020202-0202-4202-8202-020202020202","academy":"nantes","login":"cdupont","values":{"subject":"Écran noir","description":"Coquelicot, rangé au grenier"},"serial_answer":{"known":""},"attachments":[],"serials":[]}');
