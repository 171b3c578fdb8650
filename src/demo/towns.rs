//! Invented towns.

/// First words of town names. None is the name of a commune of France.
const TOWN_STEMS: &[&str] = &[
    "Orvendelle",
    "Brévillac",
    "Montaubrac",
    "Saint-Evrelin",
    "Courlandrais",
    "Vaubressac",
    "Chantoiseau-Neuf",
    "Lormeraie",
    "Saint-Audrien",
    "Pierrelande",
    "Moncelard",
    "Fontbrelle",
    "Aubrefosse",
    "La Brétonnaie",
    "Villercey-le-Gué",
    "Sainte-Orlaine",
    "Gravelande",
    "Belcombray",
    "Rochemaille",
    "Saint-Théloi",
    "Marvignolles",
    "Haute-Sendre",
    "Cernovaux",
    "Tilvery",
    "Ardrecourt",
    "Blancherive",
    "Saint-Gaudry",
    "Noirebruyère",
    "Valmorelle",
    "Plessignac-Bas",
    "Querlande",
    "L'Hermandière",
    "Boisfleuret",
    "Sainte-Armeline",
    "Estremont",
    "Grandloup",
    "Le Clerjac",
    "Orsenvaux",
    "Puyvendrac",
    "Ronchamps-Vieux",
    "Saint-Bélin-des-Prés",
    "Merlevent",
    "Tourvalade",
    "Ouvrecelles",
    "Champdoiseau",
    "Bréhandec",
    "Kerlivaz",
    "Vaubruyant",
];

/// Last words of town names; the rivers and lands are invented too.
const TOWN_TAILS: &[&str] = &[
    "",
    "-sur-Vise",
    "-en-Brivois",
    "",
    "-sur-Ormelle",
    "-la-Garenne",
    "-sur-Cendrine",
    "",
    "-en-Valdois",
    "-les-Étangs",
    "-sur-Lirelle",
    "",
    "-sur-Aubrelle",
    "-en-Marchois",
    "-les-Moulins",
    "-sous-Bois",
];

/// Ranks after which the names begin again.
pub(super) const NAMES: usize = TOWN_STEMS.len() * TOWN_TAILS.len();

/// The name of a rank. The stem changes each time, so the towns of a demo store all differ; in an
/// academy of many thousands two departments may have a town of the same name, as in life.
pub(super) fn name(rank: usize) -> String {
    let stem = TOWN_STEMS[rank % TOWN_STEMS.len()];
    let tail = TOWN_TAILS[(rank / TOWN_STEMS.len() + rank) % TOWN_TAILS.len()];
    format!("{stem}{tail}")
}
