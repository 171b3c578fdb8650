//! The people a guide may name: always the same, whatever the seed and the number of users.

use super::calendar::{Calendar, EVENING};
use super::fates::Fate;
use super::lives::{Because, Story};
use super::posts::{CIRCONSCRIPTION, COLLEGE, ECOLE, Kind, LYCEE};
use super::schools::{AMIENS, Academy, CRETEIL, NANTES, POITIERS, ROUEN};
use crate::domain::moment::Span;
use crate::domain::otp::{Algorithm, Moving, Shape};

/// One of the named people of every demo academy.
pub struct Role {
    /// What he or she types as identifier.
    pub login: &'static str,
    /// Family name.
    pub family: &'static str,
    /// Given name.
    pub given: &'static str,
    /// Function, in French as in any directory.
    pub post: &'static str,
    /// National code of the school.
    pub uai: &'static str,
    /// What is particular, in one line of English.
    pub about: &'static str,
    pub(super) keys: &'static [Prop],
}

impl Role {
    /// Serials of his or her keys, the one to look at first.
    pub fn serials(&self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().map(|key| key.serial)
    }
}

/// A key of the cast.
pub(super) struct Prop {
    pub(super) serial: &'static str,
    pub(super) shape: Shape,
    pub(super) fate: fn(&Calendar) -> Fate,
}

const fn common(serial: &'static str, fate: fn(&Calendar) -> Fate) -> Prop {
    Prop { serial, shape: Shape::COMMON, fate }
}

/// Department, academy, kind, name and town of a school.
type Place = (u32, &'static Academy, &'static Kind, &'static str, &'static str);

/// The schools of the cast. The first of each department, so that their codes never change.
pub(super) static CAST_SCHOOLS: [Place; 7] = [
    (44, &NANTES, &COLLEGE, "Collège des Trois-Rivières", "Saint-Ambroy-sur-Vise"),
    (49, &NANTES, &LYCEE, "Lycée Éloïse-Marchandeau", "Montreval-les-Étangs"),
    (85, &NANTES, &ECOLE, "École élémentaire du Gué-aux-Loups", "Port-Liérec"),
    (86, &POITIERS, &COLLEGE, "Collège de la Haute-Tour", "Chassenoy-le-Vieil"),
    (27, &ROUEN, &COLLEGE, "Collège des Peupliers-Blancs", "Bellefosse-en-Vexoy"),
    (94, &CRETEIL, &LYCEE, "Lycée Séraphin-Delcourtois", "Villeprée-sous-Bois"),
    (80, &AMIENS, &CIRCONSCRIPTION, "Circonscription IEN Ardancourt-la-Garenne", "Ardancourt-la-Garenne"),
];

const TROIS_RIVIERES: &str = "0449001V";
const MARCHANDEAU: &str = "0499001T";
const GUE_AUX_LOUPS: &str = "0859001X";
const HAUTE_TOUR: &str = "0869001S";
const PEUPLIERS: &str = "0279001M";
const DELCOURTOIS: &str = "0949001Y";
const ARDANCOURT: &str = "0809001Z";

const BUTTON: Shape = Shape { algorithm: Algorithm::Sha1, digits: 6, moving: Moving::Event };
const QUICK: Shape =
    Shape { algorithm: Algorithm::Sha256, digits: 8, moving: Moving::Time { period: 30, t0: 0 } };

/// Everybody a guide or a story may count on.
pub const CAST: &[Role] = &[
    Role {
        login: "cdupont",
        family: "Dupont",
        given: "Claire",
        post: "principale adjointe",
        uai: TROIS_RIVIERES,
        about: "an ordinary key, one step ahead, last used yesterday evening",
        keys: &[common("103142718", |calendar| {
            Fate::used(calendar.days_ago(1, EVENING), Story::InUse { fails: 0 }).ahead(1)
        })],
    },
    Role {
        login: "jdupont",
        family: "Dupont",
        given: "Jean",
        post: "professeur documentaliste",
        uai: MARCHANDEAU,
        about: "has the name of a colleague of another school: ask for the school",
        keys: &[common("103140417", |calendar| {
            Fate::used(calendar.days_ago(6, 10 * 60 + 5), Story::InUse { fails: 0 })
        })],
    },
    Role {
        login: "jdupont2",
        family: "Dupont",
        given: "Jean",
        post: "conseiller principal d'éducation",
        uai: TROIS_RIVIERES,
        about: "the other Jean Dupont; three failures since his last login",
        keys: &[common("103140512", |calendar| {
            Fate::used(calendar.days_ago(2, 8 * 60 + 12), Story::InUse { fails: 3 })
        })],
    },
    Role {
        login: "iduportail",
        family: "Duportail",
        given: "Inès",
        post: "adjointe gestionnaire",
        uai: TROIS_RIVIERES,
        about: "logged in 21 minutes ago: the code of that step is used",
        keys: &[common("103147051", |_| Fate::used(Span::minutes(21), Story::InUse { fails: 0 }))],
    },
    Role {
        login: "kbenhaddou",
        family: "Benhaddou",
        given: "Karim",
        post: "proviseur adjoint",
        uai: MARCHANDEAU,
        about: "two keys, one with a clock and one with a button",
        keys: &[
            common("103141906", |calendar| {
                Fate::used(calendar.days_ago(1, 9 * 60 + 31), Story::InUse { fails: 0 })
            }),
            Prop {
                serial: "103148830",
                shape: BUTTON,
                fate: |calendar| {
                    Fate::used(calendar.days_ago(34, 15 * 60), Story::InUse { fails: 0 }).ahead(2)
                },
            },
        ],
    },
    Role {
        login: "slegoff",
        family: "Le Goff",
        given: "Solène",
        post: "secrétaire de direction",
        uai: TROIS_RIVIERES,
        about: "locked by failures twelve minutes ago",
        keys: &[common("103143377", |calendar| {
            Fate::used(calendar.days_ago(3, 8 * 60 + 2), Story::Locked { ago: Span::minutes(12) })
        })],
    },
    Role {
        login: "mkerbrat",
        family: "Kerbrat",
        given: "Mathieu",
        post: "professeur",
        uai: MARCHANDEAU,
        about: "key declared lost three days ago and suspended",
        keys: &[common("103145268", |calendar| {
            let ago = calendar.days_ago(3, 11 * 60);
            Fate::used(calendar.days_ago(4, 16 * 60), Story::Suspended { ago, because: Because::Lost })
        })],
    },
    Role {
        login: "endiaye",
        family: "N'Diaye",
        given: "Éloïse",
        post: "professeure des écoles",
        uai: GUE_AUX_LOUPS,
        about: "at her first login: six digits alone, PIN to create",
        keys: &[common("103146490", |_| Fate::new_key(Span::days(2), Story::FirstLoginPending))],
    },
    Role {
        login: "gmorvan",
        family: "Morvan",
        given: "Gaël",
        post: "directeur d'école",
        uai: GUE_AUX_LOUPS,
        about: "key nine steps ahead, unused for months: resync",
        keys: &[common("103144025", |calendar| {
            Fate::used(calendar.days_ago(143, 14 * 60), Story::FarDrift).ahead(9)
        })],
    },
    Role {
        login: "lwisniewski",
        family: "Wiśniewski",
        given: "Łukasz",
        post: "professeur",
        uai: TROIS_RIVIERES,
        about: "expired key",
        keys: &[common("103142093", |calendar| {
            Fate::used(calendar.days_ago(15, 13 * 60), Story::Expired { ago: Span::days(11) })
        })],
    },
    Role {
        login: "othartdaubig",
        family: "'t Hart-d'Aubigny",
        given: "Océane",
        post: "professeure",
        uai: MARCHANDEAU,
        about: "a name that begins with an apostrophe and has another",
        keys: &[common("103149614", |calendar| {
            Fate::used(calendar.days_ago(9, 17 * 60), Story::InUse { fails: 0 }).ahead(-1)
        })],
    },
    Role {
        login: "sabgrall",
        family: "Abgrall",
        given: "Sylvie",
        post: "secrétaire de scolarité",
        uai: TROIS_RIVIERES,
        about: "PIN cleared forty minutes ago and not created again",
        keys: &[common("103146127", |calendar| {
            let story = Story::PinClearedAndForgotten { ago: Span::minutes(40) };
            Fate::used(calendar.days_ago(20, 9 * 60), story)
        })],
    },
    Role {
        login: "tmullerfaure",
        family: "Müller-Faure",
        given: "Thierry",
        post: "professeur",
        uai: TROIS_RIVIERES,
        about: "lost his key last month; the second one replaces it",
        keys: &[
            common("103147733", |calendar| {
                Fate::used(calendar.days_ago(1, 7 * 60 + 50), Story::InUse { fails: 0 })
                    .assigned(Span::days(31))
            }),
            common("103141358", |calendar| {
                let story = Story::Replaced { by: "103147733".to_owned(), ago: Span::days(31) };
                Fate::used(calendar.days_ago(35, 12 * 60), story)
            }),
        ],
    },
    Role {
        login: "hcaumartin",
        family: "Caumartin",
        given: "Hélène",
        post: "infirmière",
        uai: TROIS_RIVIERES,
        about: "no key yet",
        keys: &[],
    },
    Role {
        login: "zcharrier",
        family: "Charrier",
        given: "Zoé",
        post: "principale",
        uai: HAUTE_TOUR,
        about: "Poitiers: key assigned and never activated",
        keys: &[common("103148249", |_| Fate::new_key(Span::days(5), Story::NeverActivated))],
    },
    Role {
        login: "blemesle",
        family: "Lemesle",
        given: "Baptiste",
        post: "adjoint gestionnaire",
        uai: PEUPLIERS,
        about: "Rouen: neither login nor serial may be asked of him",
        keys: &[common("103145891", |calendar| {
            Fate::used(calendar.days_ago(1, 11 * 60 + 20), Story::InUse { fails: 1 })
        })],
    },
    Role {
        login: "fhautemer",
        family: "Hautemer",
        given: "Florence",
        post: "principale",
        uai: PEUPLIERS,
        about: "Rouen: created her PIN and never confirmed it with the next code",
        keys: &[common("103143750", |_| {
            let story = Story::PinToConfirm { ago: Span::minutes(26) };
            Fate::used(Span::minutes(27), story).assigned(Span::days(3))
        })],
    },
    Role {
        login: "atraore",
        family: "Traoré",
        given: "Aminata",
        post: "proviseure",
        uai: DELCOURTOIS,
        about: "Créteil: key stolen with her bag yesterday, suspended",
        keys: &[common("103144689", |calendar| {
            let ago = calendar.days_ago(1, 19 * 60);
            let story = Story::Suspended { ago, because: Because::Stolen };
            Fate::used(calendar.days_ago(1, 8 * 60), story)
        })],
    },
    Role {
        login: "jgoncalves",
        family: "Gonçalves",
        given: "João",
        post: "agent comptable",
        uai: DELCOURTOIS,
        about: "Créteil: nine failures of ten; the next one locks the key",
        keys: &[common("103140866", |calendar| {
            Fate::used(calendar.days_ago(2, 16 * 60 + 40), Story::InUse { fails: 9 })
        })],
    },
    Role {
        login: "ysarkissian",
        family: "Sarkissian",
        given: "Yvan",
        post: "professeur",
        uai: DELCOURTOIS,
        about: "Créteil: old key revoked for good after its PIN was known to others",
        keys: &[
            common("103149172", |calendar| {
                Fate::used(calendar.days_ago(5, 10 * 60), Story::InUse { fails: 0 }).assigned(Span::days(60))
            }),
            common("103142584", |calendar| {
                let story = Story::Revoked { ago: Span::days(60) };
                Fate::used(calendar.days_ago(64, 10 * 60), story)
            }),
        ],
    },
    Role {
        login: "pdelcroix",
        family: "Delcroix",
        given: "Paul-Henri",
        post: "inspecteur de l'Éducation nationale",
        uai: ARDANCOURT,
        about: "Amiens: key valid from next week only",
        keys: &[common("103147406", |_| {
            Fate::new_key(Span::days(1), Story::NotYetValid { ahead: Span::days(7) })
        })],
    },
    Role {
        login: "mvandenbergh",
        family: "Van den Berghe",
        given: "Maëlle",
        post: "secrétaire de circonscription",
        uai: ARDANCOURT,
        about: "Amiens: a key of eight digits every 30 seconds, SHA-256",
        keys: &[Prop {
            serial: "103148517",
            shape: QUICK,
            fate: |calendar| Fate::used(calendar.days_ago(1, 14 * 60 + 14), Story::InUse { fails: 0 }),
        }],
    },
];

/// Whether the number belongs to a key of the cast.
pub(super) fn has_serial(serial: &str) -> bool {
    CAST.iter().flat_map(Role::serials).any(|known| known == serial)
}

/// Whether somebody of the cast is called so: nobody else is, so that a guide stays true.
pub(super) fn has_name(given: &str, family: &str) -> bool {
    CAST.iter().any(|role| role.given == given && role.family == family)
}
