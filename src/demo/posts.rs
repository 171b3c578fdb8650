//! The kinds of schools and offices, what they are called and who works there.

/// A function, as the directory writes it for a man and for a woman.
pub(super) struct Post {
    pub(super) him: &'static str,
    pub(super) her: &'static str,
}

/// A kind of school or office.
pub(super) struct Kind {
    /// First words of its name.
    pub(super) title: &'static str,
    /// What may follow the title; empty when the town does.
    pub(super) names: &'static [&'static str],
    /// Holders of keys it usually has.
    pub(super) size: usize,
    /// Posts filled first, one person each, in this order.
    pub(super) heads: &'static [Post],
    /// Weights of the posts of everybody else.
    pub(super) staff: &'static [(usize, Post)],
}

const fn post(him: &'static str, her: &'static str) -> Post {
    Post { him, her }
}

const DIGITAL: Post = post("référent numérique", "référente numérique");
const CPE: Post = post("conseiller principal d'éducation", "conseillère principale d'éducation");
const BURSAR: Post = post("adjoint gestionnaire", "adjointe gestionnaire");
const HEAD_OFFICE: Post = post("secrétaire de direction", "secrétaire de direction");
const TEACHER: Post = post("professeur", "professeure");
const LIBRARIAN: Post = post("professeur documentaliste", "professeure documentaliste");
const SCHOOL_OFFICE: Post = post("secrétaire de scolarité", "secrétaire de scolarité");
const ACCOUNTS: Post = post("secrétaire de gestion", "secrétaire de gestion");
const NURSE: Post = post("infirmier", "infirmière");
const COUNSELLOR: Post = post("psychologue de l'Éducation nationale", "psychologue de l'Éducation nationale");

/// Primary school.
pub(super) static ECOLE: Kind = Kind {
    title: "École élémentaire",
    names: &[
        "Les Tilleuls",
        "du Vieux-Lavoir",
        "Les Coquelicots",
        "de la Fontaine-aux-Merles",
        "Le Petit-Prunier",
        "des Quatre-Vents",
        "Jeanne-Aubrelin",
        "du Champ-de-l'Alouette",
        "Les Hirondelles",
        "Marcel-Touvrac",
        "de l'Étang-Neuf",
        "La Marelle",
        "du Pré-Fleuri",
        "Les Deux-Noyers",
        "Rose-Valtonnet",
        "du Chemin-Creux",
        "L'Arc-en-Ciel",
        "de la Butte-aux-Lapins",
        "Les Mésanges",
        "Yvonne-Kerdélian",
    ],
    size: 8,
    heads: &[post("directeur d'école", "directrice d'école")],
    staff: &[
        (70, post("professeur des écoles", "professeure des écoles")),
        (10, post("directeur adjoint", "directrice adjointe")),
        (10, post("enseignant référent", "enseignante référente")),
        (10, DIGITAL),
    ],
};

/// Lower secondary school.
pub(super) static COLLEGE: Kind = Kind {
    title: "Collège",
    names: &[
        "du Vieux-Moulin",
        "Irène-Castelvert",
        "de la Garenne",
        "des Hauts-Prés",
        "Armand-Lestrelin",
        "du Pont-aux-Ânes",
        "Les Cinq-Chênes",
        "Honorine-Mauvasse",
        "de l'Île-aux-Saules",
        "du Belvédère",
        "Félix-Ardouvray",
        "des Remparts-Rouges",
        "La Source-Claire",
        "Suzanne-Orbeval",
        "du Clos-Saint-Evrelin",
        "des Trois-Ormes",
        "Théodore-Vaugrain",
        "de la Haute-Lande",
        "Les Salines-Blanches",
        "Léonie-Passecroix",
    ],
    size: 18,
    heads: &[
        post("principal", "principale"),
        post("principal adjoint", "principale adjointe"),
        BURSAR,
        HEAD_OFFICE,
        CPE,
        DIGITAL,
    ],
    staff: &[
        (62, TEACHER),
        (8, CPE),
        (8, LIBRARIAN),
        (8, SCHOOL_OFFICE),
        (6, ACCOUNTS),
        (4, NURSE),
        (4, COUNSELLOR),
    ],
};

/// Upper secondary school.
pub(super) static LYCEE: Kind = Kind {
    title: "Lycée",
    names: &[
        "Augustine-Delvaincourt",
        "des Sept-Collines",
        "Isidore-Fontbrelle",
        "du Grand-Large-Vert",
        "Cyprien-Malestrac",
        "de la Croix-des-Vignes",
        "Clémence-Hautebry",
        "du Val-d'Ormelle",
        "Blanche-Sérignac",
        "des Ajoncs",
        "Gustave-Périllac",
        "de l'Observatoire-Neuf",
    ],
    size: 30,
    heads: &[
        post("proviseur", "proviseure"),
        post("proviseur adjoint", "proviseure adjointe"),
        BURSAR,
        HEAD_OFFICE,
        CPE,
        DIGITAL,
        post("agent comptable", "agente comptable"),
    ],
    staff: &[
        (64, TEACHER),
        (10, CPE),
        (7, LIBRARIAN),
        (8, SCHOOL_OFFICE),
        (6, ACCOUNTS),
        (3, NURSE),
        (2, COUNSELLOR),
    ],
};

/// Vocational upper secondary school.
pub(super) static LYCEE_PRO: Kind = Kind {
    title: "Lycée professionnel",
    names: &[
        "des Métiers-du-Bois",
        "Octave-Forgerac",
        "de la Halle-aux-Grains",
        "Mathilde-Roquebrive",
        "du Port-aux-Sables",
        "Émilien-Tournevaux",
        "des Ateliers-Réunis",
        "Lucie-Champdor",
    ],
    size: 24,
    heads: &[
        post("proviseur", "proviseure"),
        BURSAR,
        HEAD_OFFICE,
        post("directeur délégué aux formations", "directrice déléguée aux formations"),
        CPE,
        DIGITAL,
    ],
    staff: &[
        (68, post("professeur de lycée professionnel", "professeure de lycée professionnel")),
        (10, CPE),
        (6, LIBRARIAN),
        (8, SCHOOL_OFFICE),
        (8, ACCOUNTS),
    ],
};

/// The inspector of a group of primary schools, who hands the keys over.
pub(super) static CIRCONSCRIPTION: Kind = Kind {
    title: "Circonscription IEN",
    names: &[],
    size: 7,
    heads: &[
        post("inspecteur de l'Éducation nationale", "inspectrice de l'Éducation nationale"),
        post("secrétaire de circonscription", "secrétaire de circonscription"),
    ],
    staff: &[
        (60, post("conseiller pédagogique", "conseillère pédagogique")),
        (
            40,
            post(
                "enseignant référent aux usages du numérique",
                "enseignante référente aux usages du numérique",
            ),
        ),
    ],
};

/// The office of a department.
pub(super) static DSDEN: Kind = Kind {
    title: "DSDEN",
    names: &[],
    size: 30,
    heads: &[
        post("secrétaire général", "secrétaire générale"),
        post("chef de division", "cheffe de division"),
        post("assistant de prévention", "assistante de prévention"),
    ],
    staff: &[
        (60, post("gestionnaire de personnels", "gestionnaire de personnels")),
        (20, post("chargé de mission", "chargée de mission")),
        (20, post("secrétaire administratif", "secrétaire administrative")),
    ],
};

/// A service of the academy itself.
pub(super) static RECTORAT: Kind = Kind {
    title: "Rectorat,",
    names: &[
        "division des examens",
        "division des personnels",
        "pôle assistance",
        "service de la paye",
        "division des moyens",
        "délégation au numérique",
    ],
    size: 40,
    heads: &[
        post("chef de division", "cheffe de division"),
        post("chef de bureau", "cheffe de bureau"),
        post("correspondant de sécurité", "correspondante de sécurité"),
    ],
    staff: &[
        (55, post("gestionnaire", "gestionnaire")),
        (20, post("technicien d'assistance", "technicienne d'assistance")),
        (15, post("chargé d'études", "chargée d'études")),
        (10, post("secrétaire administratif", "secrétaire administrative")),
    ],
};
