//! Academies, invented towns and the schools in them.

use super::cast::CAST_SCHOOLS;
use super::dice::Dice;
use super::posts::{CIRCONSCRIPTION, COLLEGE, DSDEN, ECOLE, Kind, LYCEE, LYCEE_PRO, RECTORAT};
use super::towns;

/// What the demo needs to know of an academy; its notice is in its profile.
pub(super) struct Academy {
    /// Name of the profile.
    pub(super) profile: &'static str,
    /// Domain of its mail.
    pub(super) domain: &'static str,
    /// Departments, which begin the national codes of its schools.
    pub(super) departments: &'static [u32],
    /// The range of landline numbers of its region that the regulator keeps for fiction.
    pub(super) landline: &'static str,
    /// Whether holders activate a key before their first login (notice of Poitiers, step 1).
    pub(super) activates: bool,
}

pub(super) static AMIENS: Academy = Academy {
    profile: "amiens",
    domain: "ac-amiens.fr",
    departments: &[2, 60, 80],
    landline: "03 53 01",
    activates: false,
};
pub(super) static CRETEIL: Academy = Academy {
    profile: "creteil",
    domain: "ac-creteil.fr",
    departments: &[77, 93, 94],
    landline: "01 99 00",
    activates: false,
};
pub(super) static NANTES: Academy = Academy {
    profile: "nantes",
    domain: "ac-nantes.fr",
    departments: &[44, 49, 53, 72, 85],
    landline: "02 61 91",
    activates: false,
};
/// Merged into Normandie in 2020: the notice and the mail domain are those of before.
pub(super) static ROUEN: Academy = Academy {
    profile: "rouen",
    domain: "ac-rouen.fr",
    departments: &[27, 76],
    landline: "02 61 91",
    activates: false,
};
pub(super) static POITIERS: Academy = Academy {
    profile: "poitiers",
    domain: "ac-poitiers.fr",
    departments: &[16, 17, 79, 86],
    landline: "05 36 49",
    activates: true,
};

/// The academies of successive towns.
static TURNS: [&Academy; 7] = [&NANTES, &CRETEIL, &AMIENS, &POITIERS, &NANTES, &ROUEN, &CRETEIL];

/// What successive towns have: of 30 schools 11 écoles, 9 collèges, 4 lycées, 2 lycées
/// professionnels, 2 inspectors, 1 departmental office and 1 service of the rectorat.
static TOWNS_HAVE: [[&Kind; SCHOOLS_PER_TOWN]; 10] = [
    [&ECOLE, &COLLEGE, &LYCEE],
    [&ECOLE, &COLLEGE, &CIRCONSCRIPTION],
    [&ECOLE, &COLLEGE, &LYCEE_PRO],
    [&ECOLE, &ECOLE, &COLLEGE],
    [&COLLEGE, &LYCEE, &DSDEN],
    [&ECOLE, &COLLEGE, &LYCEE],
    [&ECOLE, &COLLEGE, &CIRCONSCRIPTION],
    [&ECOLE, &COLLEGE, &LYCEE_PRO],
    [&ECOLE, &LYCEE, &RECTORAT],
    [&ECOLE, &ECOLE, &COLLEGE],
];
const SCHOOLS_PER_TOWN: usize = 3;

/// Schools for a number of holders: 120 for 2,000.
const fn schools_for(users: usize) -> usize {
    users * 120 / 2_000
}

/// A school or office with its place.
pub(super) struct School {
    pub(super) uai: String,
    pub(super) name: String,
    pub(super) town: String,
    pub(super) academy: &'static Academy,
    pub(super) kind: &'static Kind,
}

/// Schools for `users` holders: those of the cast first, then town by town.
pub(super) fn build(seed: u64, users: usize) -> Vec<School> {
    let mut codes = Codes { given: [0; 100] };
    let mut schools: Vec<School> = CAST_SCHOOLS
        .iter()
        .map(|(department, academy, kind, name, town)| School {
            uai: codes.next(*department),
            name: (*name).to_owned(),
            town: (*town).to_owned(),
            academy,
            kind,
        })
        .collect();
    let mut dice = Dice::new(seed, "schools");
    let (first_town, first_name) = (dice.below(towns::NAMES), dice.below(1_000));
    let mut turn = 0;
    while schools.len() < schools_for(users) {
        let town = towns::name(first_town + turn);
        let academy = TURNS[turn % TURNS.len()];
        let department = academy.departments[turn / TURNS.len() % academy.departments.len()];
        let missing = schools_for(users) - schools.len();
        for (place, kind) in TOWNS_HAVE[turn % TOWNS_HAVE.len()].iter().take(missing).enumerate() {
            // Two écoles of one town stand at neighbouring places: seven names keep them apart.
            let name = school_name(kind, first_name + turn + 7 * place, &town);
            schools.push(School { uai: codes.next(department), name, town: town.clone(), academy, kind });
        }
        turn += 1;
    }
    schools
}

fn school_name(kind: &Kind, rank: usize, town: &str) -> String {
    let name = if kind.names.is_empty() { town } else { kind.names[rank % kind.names.len()] };
    format!("{} {name}", kind.title)
}

/// Hands out national codes (UAI), at most 1,000 in each department.
struct Codes {
    given: [u32; 100],
}

impl Codes {
    /// Numbers from 9000 on, which real schools hardly use.
    fn next(&mut self, department: u32) -> String {
        let given = &mut self.given[department as usize % 100];
        let number = department * 10_000 + 9_000 + (1 + *given * 7) % 1_000;
        *given += 1;
        format!("{number:07}{}", check_letter(number))
    }
}

/// The last character of a national code: its seven digits modulo 23, without I, O and Q.
pub(super) fn check_letter(number: u32) -> char {
    const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";
    char::from(LETTERS[number as usize % LETTERS.len()])
}

#[cfg(test)]
#[path = "schools_tests.rs"]
mod tests;
