//! Sentences of the offline mode.

use super::Lang;
use super::common::pick;
use super::wall::Wall;
use crate::domain::clock::ClockDoubt;
use crate::domain::moment::Moment;
use crate::domain::verdict::Verdict;

/// Sentences of the offline mode.
pub struct Offline {
    /// Stands in the title line.
    pub mark: &'static str,
    /// What the title line adds: when the states were read, and how long ago.
    pub since: fn(&str, &str) -> String,
    /// An act that takes the server was asked for.
    pub unavailable: fn(&str) -> String,
    /// The snapshot's time is over while it is open.
    pub expired: &'static str,
    /// A right code: what is not known, since when.
    pub right: fn(&str) -> String,
    /// What a refusing state is worth, known since when.
    pub state_of: fn(&str) -> String,
    /// What the agent can do with an answer that asks for the server.
    pub todo: &'static str,
    /// Heading of the tickets that wait: others are with the server.
    pub waiting: &'static str,
    /// The list of what waits is empty.
    pub none_waiting: &'static str,
    /// Stands in the title line while the server does not answer.
    pub silent: &'static str,
    /// What the title line adds: since when.
    pub silent_since: fn(&str) -> String,
    /// The server does not answer, since when.
    pub down: fn(&str) -> String,
    /// How to go offline: which key, how old the snapshot is.
    pub turn: fn(&str, &str) -> String,
    /// There is no snapshot to turn to: how to prepare one.
    pub unprepared: &'static str,
    /// The agent went offline, on the snapshot of when.
    pub away: fn(&str) -> String,
    /// The console came back by itself.
    pub back: &'static str,
    /// The server answers again before the agent went offline.
    pub up: &'static str,
    /// The key was pressed though nothing failed.
    pub needless: &'static str,
    /// The key was pressed in a console that was opened on a snapshot.
    pub no_server: &'static str,
    /// The server is being looked for.
    pub looking: &'static str,
    /// It is not there yet; the next try in so many seconds.
    pub still_down: fn(u64) -> String,
    /// The snapshot named at the start is of no use: why.
    pub refused: fn(&str) -> String,
    /// The person of a card is not in the snapshot.
    pub not_in_it: &'static str,
    /// A card that was read online at that time and is shown offline.
    pub read_online: fn(&str) -> String,
    /// A card of the snapshot of when that is shown online.
    pub read_offline: fn(&str) -> String,
    /// The steps of a new PIN cannot be seen.
    pub unseen: &'static str,
}

/// French.
pub static FR: Offline = Offline {
    mark: "HORS LIGNE",
    since: |when, age| format!("états du {when}, {age}"),
    unavailable: |when| {
        format!(
            "Indisponible hors ligne : il y faut le serveur. Instantané du {when} : recherche, codes et tickets seulement."
        )
    },
    expired: "L’instantané vient d’expirer : ses données ne sont plus montrées. Vos brouillons et vos tickets en attente sont gardés.",
    right: |when| format!("CODE JUSTE ; usages, blocages et pertes depuis le {when} inconnus"),
    state_of: |when| format!("État connu au {when}."),
    todo: "Hors ligne, rien ne change sur le serveur : s’il faut agir, ticket (n).",
    waiting: "Tickets en attente ici",
    none_waiting: "Aucun ticket n’attend.",
    silent: "SANS RÉPONSE",
    silent_since: |time| format!("depuis {time}"),
    down: |time| format!("Le serveur ne répond pas depuis {time}."),
    turn: |key, age| format!("{key} : hors ligne, sur l’instantané tiré {age} ; ce qui est saisi reste."),
    unprepared: "Pas d’instantané ouvert pour continuer sans lui : « guichet snapshot make » en prépare un, « --snapshot FICHIER » l’ouvre avec la console.",
    away: |when| {
        format!(
            "Hors ligne, sur l’instantané du {when}. Ce qui est saisi reste. La console revient en ligne d’elle-même."
        )
    },
    back: "De nouveau en ligne. Ce qui est saisi reste.",
    up: "Le serveur répond de nouveau.",
    needless: "Le serveur n’a pas cessé de répondre : la console reste en ligne.",
    no_server: "Cette console est ouverte sur un instantané (--offline) : elle n’a pas de serveur où revenir.",
    looking: "Le serveur est appelé…",
    still_down: |seconds| format!("Le serveur ne répond toujours pas. Prochain essai dans {seconds} s."),
    refused: |why| format!("{why} La console s’ouvre sans instantané de secours."),
    not_in_it: "Cette personne n’est pas dans l’instantané.",
    read_online: |time| format!("Fiche lue sur le serveur à {time}, pas dans l’instantané."),
    read_offline: |when| format!("Fiche de l’instantané du {when}, pas encore relue sur le serveur."),
    unseen: "Hors ligne, rien de ce que fait l’appelant n’est visible : demandez-lui chaque étape.",
};

/// English.
pub static EN: Offline = Offline {
    mark: "OFFLINE",
    since: |when, age| format!("states of {when}, {age}"),
    unavailable: |when| {
        format!(
            "Not available offline: it takes the server. Snapshot of {when}: search, codes and tickets only."
        )
    },
    expired: "The snapshot has just expired: its data are not shown any more. Your drafts and waiting tickets are kept.",
    right: |when| format!("RIGHT CODE; uses, locks and losses since {when} unknown"),
    state_of: |when| format!("State as known on {when}."),
    todo: "Offline nothing changes on the server: where something must be done, ticket (n).",
    waiting: "Tickets that wait here",
    none_waiting: "No ticket waits.",
    silent: "NO ANSWER",
    silent_since: |time| format!("since {time}"),
    down: |time| format!("The server has not answered since {time}."),
    turn: |key, age| format!("{key}: offline, on the snapshot drawn {age}; what is typed stays."),
    unprepared: "No snapshot is open to go on without it: “guichet snapshot make” prepares one, “--snapshot FILE” opens it with the console.",
    away: |when| {
        format!(
            "Offline, on the snapshot of {when}. What is typed stays. The console comes back online by itself."
        )
    },
    back: "Online again. What is typed stays.",
    up: "The server answers again.",
    needless: "The server has not stopped answering: the console stays online.",
    no_server: "This console was opened on a snapshot (--offline): it has no server to come back to.",
    looking: "Calling the server…",
    still_down: |seconds| format!("The server still does not answer. Next try in {seconds} s."),
    refused: |why| format!("{why} The console opens without a snapshot to turn to."),
    not_in_it: "This person is not in the snapshot.",
    read_online: |time| format!("Card read from the server at {time}, not in the snapshot."),
    read_offline: |when| format!("Card of the snapshot of {when}, not read from the server yet."),
    unseen: "Offline nothing of what the caller does is seen: ask for each step.",
};

/// When a snapshot was made, day and minute: "21/11/2026 14:03".
pub fn stamp(wall: &Wall, made: Moment) -> String {
    format!("{} {}", wall.date(made), wall.minute(made))
}

/// Why the clock is doubted and what to do.
pub fn doubt(lang: Lang, doubt: &ClockDoubt) -> String {
    let length = |span| super::wall::length(lang, span);
    match (doubt, lang) {
        (ClockDoubt::BeforeSnapshot { by }, Lang::Fr) => format!(
            "HORLOGE FAUSSE : elle retarde d’au moins {} sur l’instantané. Réglez-la avant de croire un verdict.",
            length(*by)
        ),
        (ClockDoubt::BeforeSnapshot { by }, Lang::En) => format!(
            "WRONG CLOCK: it is at least {} behind the snapshot. Set it before you believe a verdict.",
            length(*by)
        ),
        (ClockDoubt::SameOffset { offset, keys }, Lang::Fr) => format!(
            "HORLOGE SUSPECTE : {keys} clés semblent toutes {} de {}. C’est sans doute cette machine : vérifiez l’heure.",
            if offset.as_secs() > 0 { "avancer" } else { "retarder" },
            length(offset.abs())
        ),
        (ClockDoubt::SameOffset { offset, keys }, Lang::En) => format!(
            "SUSPICIOUS CLOCK: {keys} keys all seem {} by {}. It is probably this machine: check the time.",
            if offset.as_secs() > 0 { "fast" } else { "slow" },
            length(offset.abs())
        ),
        (ClockDoubt::NotSynchronised, _) => pick(
            lang,
            "HORLOGE NON SYNCHRONISÉE : comparez l’heure de cette machine à une autre avant de croire un verdict.",
            "CLOCK NOT SYNCHRONISED: compare this machine’s time with another before you believe a verdict.",
        )
        .to_owned(),
    }
}

/// The headline of a right code given offline, where no wall is at hand.
pub fn right_briefly(lang: Lang, verdict: &Verdict) -> Option<&'static str> {
    let right = verdict.as_of.is_some() && verdict.is_right();
    right.then(|| {
        pick(lang, "CODE JUSTE, sans nouvelles du serveur", "RIGHT CODE, without news from the server")
    })
}
