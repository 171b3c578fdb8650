//! Every verdict, with the words for the caller.

use guichet::domain::moment::Span;
use guichet::ui::theme::Role;

use crate::support_app::looks;
use crate::support_app::story::Story;
use crate::support_app::world::World;

/// One call: who calls, what is read out, what the agent then sees and says.
struct Call {
    login: &'static str,
    /// Codes read out one after the other; the last one is judged.
    codes: fn(&World) -> Vec<String>,
    /// Headline and its role.
    verdict: (Role, &'static str),
    /// Part of the words to be read aloud.
    say: &'static str,
    /// What else is on the screen.
    also: &'static str,
    /// The journal's last word.
    word: &'static str,
}

const WAIT: &str = "Attendez que les 6 chiffres changent sur la clé";

const CALLS: &[Call] = &[
    Call {
        login: "cdupont",
        codes: |world| vec![world.shown("103142718")],
        verdict: (Role::Good, "VALABLE"),
        say: "puis saisissez votre code PIN suivi des 6 nouveaux chiffres, sans espace",
        also: "Prochain code vers 10:04:00, dans 40 s.",
        word: "valid",
    },
    Call {
        login: "cdupont",
        codes: |world| vec![world.shown_in("103142718", -1)],
        verdict: (Role::Good, "VALABLE, code précédent"),
        say: WAIT,
        also: "noté comme utilisé par ce test",
        word: "valid-drifted",
    },
    Call {
        login: "cdupont",
        codes: |world| vec![world.shown_in("103142718", 2)],
        verdict: (Role::Good, "VALABLE, décalé de +2 pas"),
        say: WAIT,
        also: "une resynchronisation (s) évitera la panne",
        word: "valid-drifted",
    },
    Call {
        login: "endiaye",
        codes: |world| vec![world.shown("103146490")],
        verdict: (Role::Good, "VALABLE"),
        say: "puis saisissez les 6 nouveaux chiffres, sans rien d’autre : votre code PIN reste à créer.",
        also: "PIN à créer",
        word: "valid",
    },
    Call {
        login: "mvandenbergh",
        codes: |world| vec![world.shown("103148517")],
        verdict: (Role::Good, "VALABLE"),
        say: "changent sur la clé",
        also: "TOTP 8/30 SHA-256",
        word: "valid",
    },
    Call {
        login: "iduportail",
        codes: |world| vec![world.shown_in("103147051", -21)],
        verdict: (Role::Warn, "DÉJÀ UTILISÉ"),
        say: "L’aviez-vous saisi, même sans succès ? Attendez que",
        also: "Ce code a servi : 09:42:20.",
        word: "used",
    },
    Call {
        login: "cdupont",
        codes: |world| vec![world.shown("103142718"); 2],
        verdict: (Role::Warn, "DÉJÀ UTILISÉ"),
        say: "puis saisissez votre code PIN suivi des 6 nouveaux chiffres, sans espace",
        also: "Ce code a servi : 10:03:20.",
        word: "used",
    },
    Call {
        login: "cdupont",
        codes: |world| vec![world.shown("103142718"), world.shown_in("103142718", -2)],
        verdict: (Role::Warn, "TROP ANCIEN"),
        say: "Ce code est dépassé.",
        also: "L’appelant lit peut-être un code noté.",
        word: "older",
    },
    Call {
        login: "kbenhaddou",
        codes: |world| vec![world.shown("103148830")],
        verdict: (Role::Warn, "AUTRE CLÉ de cette personne : …8830"),
        say: "Votre clé finit par 8830. Attendez que les chiffres changent.",
        also: "Code juste sur cette autre clé, noté comme utilisé.",
        word: "other-key",
    },
    Call {
        login: "kbenhaddou",
        codes: |world| vec![world.shown("103148830"); 2],
        verdict: (Role::Warn, "AUTRE CLÉ de cette personne : …8830"),
        say: "Votre clé finit par 8830.",
        also: "Code déjà utilisé sur cette autre clé.",
        word: "other-key",
    },
    Call {
        login: "tmullerfaure",
        codes: |world| vec![world.shown("103141358")],
        verdict: (Role::Danger, "CLÉ …1358 EN MAIN, retirée"),
        say: "Cette clé est hors service. Je vous rappelle au numéro de l’annuaire.",
        also: "Elle a pu être trouvée ou volée : rappelez avant toute action.",
        word: "other-key",
    },
    Call {
        login: "gmorvan",
        codes: |world| vec![world.shown("103144025")],
        verdict: (Role::Warn, "HORLOGE DÉCALÉE"),
        say: "sans votre code PIN, attendez qu’ils changent, puis lisez-moi les 6 suivants.",
        also: "la clé avance de 9 min (déduit d’un seul code)",
        word: "far-drift",
    },
    Call {
        login: "cdupont",
        codes: |world| vec![world.never_shown("103142718")],
        verdict: (Role::Danger, "AUCUNE CORRESPONDANCE"),
        say: "Relisez-moi les 6 chiffres affichés sur la clé, zéros compris.",
        also: "l’appelant a-t-il une autre clé ?",
        word: "no-match",
    },
    Call {
        login: "slegoff",
        codes: |world| vec![world.shown("103143377")],
        verdict: (Role::Danger, "CLÉ BLOQUÉE"),
        say: "Combien d’essais avez-vous faits, et quand ?",
        also: "vérifiez qui appelle, puis débloquez (u)",
        word: "locked valid",
    },
    Call {
        login: "mkerbrat",
        codes: |world| vec![world.shown("103145268")],
        verdict: (Role::Danger, "CLÉ SUSPENDUE"),
        say: "Cette clé est hors service. Je vous rappelle au numéro de l’annuaire.",
        also: "Rappelez avant de réactiver (e).",
        word: "suspended valid",
    },
    Call {
        login: "lwisniewski",
        codes: |world| vec![world.shown("103142093")],
        verdict: (Role::Danger, "CLÉ EXPIRÉE"),
        say: "il faut la remplacer.",
        also: "Remplacer (r).",
        word: "expired valid",
    },
    Call {
        login: "pdelcroix",
        codes: |world| vec![world.shown("103147406")],
        verdict: (Role::Danger, "CLÉ PAS ENCORE VALABLE"),
        say: "Cette clé sera utilisable à partir du 01/12/2026.",
        also: "pas encore valable",
        word: "not-yet-valid valid",
    },
    Call {
        login: "zcharrier",
        codes: |world| vec![world.shown("103148249")],
        verdict: (Role::Danger, "CLÉ JAMAIS ACTIVÉE"),
        say: "Activez-la d’abord sur la page de connexion.",
        also: "Le code d’activation vient du chef d’établissement",
        word: "never-activated valid",
    },
];

#[test]
fn each_verdict_says_what_it_is_and_what_to_say() {
    for call in CALLS {
        let mut story = Story::new();
        story.opens(call.login);
        for (at, code) in (call.codes)(&story.world).iter().enumerate() {
            match at {
                0 => story.tests(code),
                _ => story.types(code).key("enter"),
            };
        }
        let (role, headline) = call.verdict;
        story.sees_as(role, headline).sees("Dites").sees(call.say).sees(call.also);
        let (x, y) = story.grid().find("Dites «").unwrap();
        assert_eq!(looks::role_of(story.grid().cell(x + 8, y)), Role::Say, "{headline}");
        let journal = story.world.journal();
        let [act, login, _, reason, outcome] = journal.last().unwrap();
        assert_eq!([act.as_str(), login, reason, outcome], ["test-code", call.login, "", call.word]);
    }
}

#[test]
fn a_retired_key_is_tested_as_one() {
    let mut story = Story::new();
    story.opens("tmullerfaure").key("tab");
    let code = story.world.shown("103141358");
    story.tests(&code).sees("CLÉ RETIRÉE DU SERVICE").sees("Cherchez la clé en service.");
}

#[test]
fn tab_chooses_the_other_key_and_its_code_is_tested() {
    let mut story = Story::new();
    story.opens("kbenhaddou").sees("▸ 103141906").sees("103148830");
    story.key("tab").sees("▸ 103148830").misses("▸ 103141906");
    story.key("t").sees("Code de la clé …8830");
    let code = story.world.shown("103148830");
    story.types(&code).key("enter").sees("VALABLE").misses("Prochain code");
    story.keys("esc tab").sees("▸ 103141906");
}

#[test]
fn a_key_with_a_button_has_no_gauge() {
    let mut story = Story::new();
    story.opens("kbenhaddou").key("t").sees("▮▮▮▮▯ 40 s");
    story.keys("esc tab t").misses("▮").misses("▯");
    assert!(story.alarms().iter().all(|timer| *timer != guichet::app::effect::Timer::Gauge));
}

#[test]
fn the_gauge_drains_second_by_second() {
    let mut story = Story::new();
    story.opens("cdupont").key("t");
    for (seconds, gauge) in
        [(0, "▮▮▮▮▯ 40 s"), (1, "▮▮▮▮▯ 39 s"), (4, "▮▮▮▯▯ 35 s"), (34, "▮▯▯▯▯  1 s"), (1, "▮▮▮▮▮ 60 s")]
    {
        story.waits(Span::secs(seconds));
        assert!(story.grid().text().contains(gauge), "{gauge}\n{}", story.grid().text());
    }
    story.sees_as(Role::GaugeFull, "▮▮▮▮▮");
}

#[test]
fn the_card_below_learns_of_the_test() {
    let mut story = Story::new();
    story.opens("cdupont").sees("hier 16:42-16:43");
    let code = story.world.shown("103142718");
    story.tests(&code).sees("code testé").sees("10:03:00-10:04:00");
}

#[test]
fn with_the_verdict_on_the_screen_the_card_s_keys_work() {
    let mut story = Story::new();
    story.opens("gmorvan");
    let code = story.world.shown("103144025");
    story.tests(&code).sees("HORLOGE DÉCALÉE").key("s").sees("Resynchroniser la clé");
}

#[test]
fn looking_alike_verdicts_of_an_unfit_key_say_what_the_code_showed() {
    let mut story = Story::new();
    let wrong = story.world.never_shown("103143377");
    story.opens("slegoff").tests(&wrong).sees("CLÉ BLOQUÉE").sees("Le code ne correspond pas.");
}
