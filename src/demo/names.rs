//! Names of people, the more common ones first, from the many origins of French school staff.
//!
//! One text per table: a name a line would hide what is in it.

/// The names of one of the tables below.
pub(super) fn table(text: &'static str) -> Vec<&'static str> {
    text.split(',').map(str::trim).collect()
}

/// Given names of women.
pub(super) const WOMEN: &str = "\
    Marie, Nathalie, Sarah, Isabelle, Sylvie, Aminata, Catherine, Claire, Inès, Sophie, Céline, \
    Nolwenn, Valérie, Sandrine, Anne-Sophie, Stéphanie, Anne, Thérèse, Hélène, Émilie, Lucía, \
    Christine, Julie, Mei, Aurélie, Laurence, Téa, Florence, Virginie, Fatima, Camille, Véronique, \
    Fatou, Delphine, Karine, Léa, Élodie, Laëtitia, Enora, Agnès, Cécile, Marie-Laure, Béatrice, \
    Mélanie, Cloé, Begoña, Anouch, Ségolène, Nadia, Mariama, Chloé, Anaïs, Marie-Claude, Lætitia, \
    Graziella, Siranouche, Maïwenn, Samira, Awa, Zoé, Noémie, Anne-Gaëlle, Ophélie, Fiorella, \
    Şirin, Ève, Leïla, Oumou, Manon, Joëlle, Marie-Thérèse, Séverine, Agnieszka, Zeynep, Océane, \
    Yasmina, Bintou, Éloïse, Maëva, Rose-Hélène, Angélique, Małgorzata, Dilâra, Zélie, Khadija, \
    Rokhaya, Maëlle, Clémence, Marie-Ange, Héloïse, Zofia, Priya, Ludivine, Aïcha, Grâce, Gaëlle, \
    Apolline, Françoise, Teresa, Thi Hoa, Hanitra, Malika, Prisca, Solène, Capucine, Geneviève, \
    Inês, Linh, Voahangy, Soumaya, Divine, Rozenn, Garance, Odile, Conceição, Mai-Lan, Heimata";

/// Given names of men.
pub(super) const MEN: &str = "\
    Philippe, Nicolas, Mohamed, Christophe, Laurent, Mamadou, Stéphane, David, Gaël, Frédéric, \
    Éric, Jean-Baptiste, Olivier, Pascal, Noël, Sébastien, Thierry, Célestin, Julien, François, \
    Gonçalo, Jérôme, Pierre, Minh, Alexandre, Vincent, Manuarii, Guillaume, Jean, Karim, Thomas, \
    Benoît, Ousmane, Mathieu, Antoine, Loïc, Grégory, Cédric, Jean-François, Fabrice, Hervé, Côme, \
    Rémi, Raphaël, Ghislain, Iñaki, Wei, Siméon, Rachid, Ibrahima, Yann, Jean-Yves, Théo, Régis, \
    Íñigo, Hagop, Timothée, Samir, Cheikh, Ronan, Pierre-Alain, Aurélien, Étienne, Matteo, Vahé, \
    Élie, Mehdi, Moussa, Erwan, Paul-Henri, Clément, Valère, Niccolò, Emre, Gwenaël, Nabil, \
    Seydou, Malo, Marc-Antoine, Anaël, Maximilien, Łukasz, Çağlar, Mickaël, Yacine, Kouamé, \
    Tanguy, Louis-Éloi, Joël, Ange, Stanisław, Arjun, Ulysse, Hakim, Désiré, Maël, André, Aurèle, \
    José, Jürgen, Hery, Tarek, Dieudonné, Corentin, Gérard, Aimé, Miguel, Jörg, Andry, Bilal, \
    Amédée, Goulven, René, Barnabé, João, Anh-Tuấn, Teva";

/// Family names.
pub(super) const FAMILIES: &str = "\
    Martin, Bernard, Dupond, Thomas, Petit, Benali, Robert, Richard, Aït Ouali, Durand, Dubois, \
    N'Diaye, Moreau, Laurent, Ouédraogo, Simon, Michel, Ferreira, Lefebvre, Leroy, Ibáñez, Roux, \
    Fournier, Colonna, Girard, Bonnet, Weiß, Dupont, Lambert, Huỳnh, Fontaine, Rousseau, \
    Ramanantsoa, Vincent, Müller, Césarin, Lefèvre, Faure, L'Helgouac'h, André, Mercier, Tanguy-Le \
    Gac, Blanc, Guérin, L'Hostis, Boyer, Garnier, Chevalier, François, El Amrani, Legrand, \
    Gauthier, Ould Saïd, Garcia, Perrin, Diallo, Robin, Clément, Kouassi, Morin, Nicolas, Dos \
    Santos, Henry, Roussel, Etcheverry, Mathieu, Gautier, Santoni, Masson, Marchand, Köhler, \
    Duval, Denis, Zhang, Dumont, Marie, Rakotomalala, Lemaire, Noël, Plumain, Meyer, Dufour, \
    Croguennoc, Meunier, Brun, Kerbrat, Blanchard, Giraud, d’Estrelles, Joly, Rivière, Lucas, \
    Brunet, Ben Youssef, Gaillard, Barbier, Khelifi, Arnaud, Martínez, Traoré, Gérard, Roche, \
    Mbaye, Renard, Schmitt, Gonçalves, Roy, Leroux, Etxeberria, Colin, Vidal, Wiśniewski, Caron, \
    Picard, Großmann, Roger, Fabre, Wang, Aubert, Lemoine, Andrianarivo, Renaud, Dumas, Zabulon, \
    Lacroix, Olivier, Caradec, Philippe, Bourgeois, Gouriou, Pierre, Benoît, O’Sullivan, Rey, \
    Leclerc, Duportal, Payet, Rolland, Haddad, Leclercq, Guillaume, Slimani, Lecomte, López, Koné, \
    Jean, Dupuy, Nkounkou, Guillot, Hubert, Magalhães, Berger, Carpentier, Irigoyen, Sánchez, \
    Dupuis, Kowalski, Moulin, Louis, Van den Berghe, Deschamps, Huet, Chen, Vasseur, Pérez, \
    Soubramanien, Boucher, Fleury, Gélabale, Royer, Klein, Le Fur, Jacquet, Adam, Cœuré, Paris, \
    Poirier, Lebœuf, Marty, Aubry, Dupré, Guyot, Carré, Bouazza, Charles, Renault, Bensaïd, \
    Charpentier, Ménard, Sow, Maillard, Baron, Tchoumi, Bertin, Bailly, Conceição, Hervé, \
    Schneider, Rossi, Fernández, Le Gall, Nowak, Collet, Léger, Vandenbroucke, Bouvier, Julien, \
    Sarkissian, Prévost, Millet, Virapin, Perrot, Daniel, Jean-Louis, Le Roux, Cousin, Kermarrec, \
    Germain, Breton, d'Aubigny, Besson, Langlois, Lecœur, Rémy, Le Goff, Duprez, Pelletier, \
    Lévêque, Benhaddou, Perrier, Leblanc, Aïssaoui, Barré, Lebrun, Coulibaly, Marchal, Weber, \
    Adjovi, Mallet, Hamon, Simões, Boulanger, Jacob, D'Angelo, Monnier, Michaud, Wójcik, \
    Rodríguez, Guichard, De Smet, Gillet, Étienne, Ter-Petrossian, Grondin, Poulain, Tetuanui, \
    Tessier, Chevallier, Le Guen, Collin, Chauvin, Le Floc'h, Da Silva, Bouchet, d'Hérouville, \
    Gay, Lemaître, Vieillescazes, Bénard, Maréchal, Dupin, Humbert, Reynaud, Cherif, Antoine, \
    Hoarau, Hamidi, Perret, Barthélemy, N'Guessan, Cordier, Pichon, Sissoko, Araújo, Di Stefano, \
    Łuczak, Nguyễn, Aydoğan, Teriipaia, Le Bihan, Abgrall, de Kersaint, Goüin, Duprat, Mansouri, \
    Rahmouni, M'Bengue, N'Dour, Teixeira, De Luca, Dąbrowski, Trần, Öztürk, Wamytan, Kerleau, \
    Riou, de La Motte, Saint-Léger, Dutertre, Belkacem, Tazi, Cissé, M'Barki, Peña, Esposito, \
    Müller-Faure, Phạm, Şahin, Nagau, Guéguen, Morvan, de Villeneuve, Saint-Aubert, Duvivier, \
    Ziani, Zouaoui, Sarr, Fofana, Núñez, Casanova, Schäfer, Lê, Çelik, Éboué-Lise, Quéméneur, \
    Bleuzen, L'Héritier, Beauséjour";
