//! Names of people, common ones first, from the many families of French schools.
//!
//! One text per table: a name a line would hide what is in it.

/// The names of one of the tables below.
pub(super) fn table(text: &'static str) -> Vec<&'static str> {
    text.split(',').map(str::trim).collect()
}

/// Given names of women.
pub(super) const WOMEN: &str = "\
    Marie, Nathalie, Isabelle, Sylvie, Catherine, Claire, Sophie, Céline, Valérie, Sandrine, \
    Stéphanie, Anne, Hélène, Émilie, Christine, Julie, Aurélie, Laurence, Florence, Virginie, \
    Camille, Véronique, Delphine, Karine, Élodie, Laëtitia, Agnès, Cécile, Béatrice, Mélanie, \
    Sarah, Fatima, Nadia, Samira, Leïla, Yasmina, Khadija, Aïcha, Malika, Soumaya, \
    Aminata, Fatou, Mariama, Awa, Oumou, Bintou, Rokhaya, Grâce, Prisca, Divine, \
    Inès, Léa, Chloé, Zoé, Manon, Éloïse, Maëlle, Gaëlle, Solène, Rozenn, \
    Nolwenn, Enora, Anaïs, Noémie, Joëlle, Maëva, Clémence, Apolline, Capucine, Garance, \
    Anne-Sophie, Marie-Laure, Marie-Claude, Anne-Gaëlle, Marie-Thérèse, Rose-Hélène, Marie-Ange, \
    Françoise, Geneviève, Odile, Thérèse, Cloé, Lætitia, Ophélie, Séverine, Angélique, Héloïse, \
    Teresa, Inês, Conceição, Lucía, Begoña, Graziella, Fiorella, Agnieszka, Małgorzata, Zofia, \
    Thi Hoa, Linh, Mai-Lan, Mei, Anouch, Siranouche, Şirin, Zeynep, Dilâra, Priya, \
    Hanitra, Voahangy, Heimata, Téa, Ségolène, Maïwenn, Ève, Océane, Zélie, Ludivine";

/// Given names of men.
pub(super) const MEN: &str = "\
    Philippe, Nicolas, Christophe, Laurent, Stéphane, David, Frédéric, Éric, Olivier, Pascal, \
    Sébastien, Thierry, Julien, François, Jérôme, Pierre, Alexandre, Vincent, Guillaume, Jean, \
    Thomas, Benoît, Mathieu, Antoine, Grégory, Cédric, Fabrice, Hervé, Rémi, Raphaël, \
    Mohamed, Karim, Rachid, Samir, Mehdi, Nabil, Yacine, Hakim, Tarek, Bilal, \
    Mamadou, Ousmane, Ibrahima, Cheikh, Moussa, Seydou, Kouamé, Désiré, Dieudonné, Amédée, \
    Gaël, Loïc, Yann, Ronan, Erwan, Malo, Tanguy, Maël, Corentin, Goulven, \
    Jean-Baptiste, Jean-François, Jean-Yves, Pierre-Alain, Paul-Henri, Marc-Antoine, Louis-Éloi, \
    André, Gérard, René, Noël, Côme, Théo, Aurélien, Clément, Anaël, Joël, \
    Aurèle, Aimé, Barnabé, Célestin, Ghislain, Régis, Étienne, Valère, Maximilien, Ange, \
    José, Miguel, João, Gonçalo, Iñaki, Íñigo, Matteo, Niccolò, Łukasz, Stanisław, \
    Jürgen, Jörg, Anh-Tuấn, Minh, Wei, Hagop, Vahé, Emre, Çağlar, Arjun, \
    Hery, Andry, Teva, Manuarii, Siméon, Timothée, Élie, Gwenaël, Mickaël, Ulysse";

/// Family names.
pub(super) const FAMILIES: &str = "\
    Martin, Bernard, Thomas, Petit, Robert, Richard, Durand, Dubois, Moreau, Laurent, \
    Simon, Michel, Lefebvre, Leroy, Roux, Fournier, Girard, Bonnet, Dupont, Lambert, \
    Fontaine, Rousseau, Vincent, Müller, Lefèvre, Faure, André, Mercier, Blanc, Guérin, \
    Boyer, Garnier, Chevalier, François, Legrand, Gauthier, Garcia, Perrin, Robin, Clément, \
    Morin, Nicolas, Henry, Roussel, Mathieu, Gautier, Masson, Marchand, Duval, Denis, \
    Dumont, Marie, Lemaire, Noël, Meyer, Dufour, Meunier, Brun, Blanchard, Giraud, \
    Joly, Rivière, Lucas, Brunet, Gaillard, Barbier, Arnaud, Martínez, Gérard, Roche, \
    Renard, Schmitt, Roy, Leroux, Colin, Vidal, Caron, Picard, Roger, Fabre, \
    Aubert, Lemoine, Renaud, Dumas, Lacroix, Olivier, Philippe, Bourgeois, Pierre, Benoît, \
    Rey, Leclerc, Payet, Rolland, Leclercq, Guillaume, Lecomte, López, Jean, Dupuy, \
    Guillot, Hubert, Berger, Carpentier, Sánchez, Dupuis, Moulin, Louis, Deschamps, Huet, \
    Vasseur, Pérez, Boucher, Fleury, Royer, Klein, Jacquet, Adam, Paris, Poirier, \
    Marty, Aubry, Guyot, Carré, Charles, Renault, Charpentier, Ménard, Maillard, Baron, \
    Bertin, Bailly, Hervé, Schneider, Fernández, Le Gall, Collet, Léger, Bouvier, Julien, \
    Prévost, Millet, Perrot, Daniel, Le Roux, Cousin, Germain, Breton, Besson, Langlois, \
    Rémy, Le Goff, Pelletier, Lévêque, Perrier, Leblanc, Barré, Lebrun, Marchal, Weber, \
    Mallet, Hamon, Boulanger, Jacob, Monnier, Michaud, Rodríguez, Guichard, Gillet, Étienne, \
    Grondin, Poulain, Tessier, Chevallier, Collin, Chauvin, Da Silva, Bouchet, Gay, Lemaître, \
    Bénard, Maréchal, Humbert, Reynaud, Antoine, Hoarau, Perret, Barthélemy, Cordier, Pichon, \
    Dupond, Duponchel, Dupouy, Duportal, Dupré, Duprez, Dupin, Duprat, Dutertre, Duvivier, \
    Benali, El Amrani, Ben Youssef, Haddad, Bouazza, Benhaddou, Cherif, Mansouri, Belkacem, Ziani, \
    Aït Ouali, Ould Saïd, Khelifi, Slimani, Bensaïd, Aïssaoui, Hamidi, Rahmouni, Tazi, Zouaoui, \
    N'Diaye, Diallo, Traoré, Koné, Sow, Coulibaly, N'Guessan, M'Bengue, Cissé, Sarr, \
    Ouédraogo, Kouassi, Mbaye, Nkounkou, Tchoumi, Adjovi, Sissoko, N'Dour, M'Barki, Fofana, \
    Ferreira, Dos Santos, Gonçalves, Magalhães, Conceição, Simões, Araújo, Teixeira, Peña, Núñez, \
    Ibáñez, Etcheverry, Etxeberria, Irigoyen, Rossi, D'Angelo, Di Stefano, De Luca, Esposito, \
    Casanova, Colonna, Santoni, Wiśniewski, Kowalski, Nowak, Wójcik, Łuczak, Dąbrowski, \
    Müller-Faure, Schäfer, Weiß, Köhler, Großmann, Van den Berghe, Vandenbroucke, De Smet, \
    Nguyễn, Trần, Phạm, Lê, Huỳnh, Zhang, Wang, Chen, Sarkissian, Ter-Petrossian, \
    Yıldız, Öztürk, Şahin, Çelik, Ramanantsoa, Rakotomalala, Andrianarivo, Soubramanien, Virapin, \
    Tetuanui, Teriipaia, Wamytan, Nagau, Éboué-Lise, Césarin, Plumain, Zabulon, Gélabale, Jean-Louis, \
    Le Guen, Le Bihan, Kerleau, Guéguen, Quéméneur, L'Helgouac'h, Croguennoc, Caradec, Le Fur, \
    Kermarrec, Le Floc'h, Abgrall, Riou, Morvan, Bleuzen, Tanguy-Le Gac, Kerbrat, Gouriou, Cœuré, \
    d'Aubigny, d'Hérouville, de Kersaint, de La Motte, de Villeneuve, L'Héritier, L'Hostis, \
    d’Estrelles, O’Sullivan, Lebœuf, Lecœur, Vieillescazes, Goüin, Saint-Léger, Saint-Aubert, Beauséjour";
