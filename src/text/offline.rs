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
    /// A ticket waits in the outbox.
    pub queued: &'static str,
    /// So many tickets have reached the desk.
    pub delivered: fn(u32) -> String,
    /// So many have, so many wait on.
    pub not_delivered: fn(u32, u32) -> String,
    /// A right code: what is not known, since when.
    pub right: fn(&str) -> String,
    /// What a refusing state is worth, known since when.
    pub state_of: fn(&str) -> String,
    /// What the agent can do with an answer that asks for the server.
    pub todo: &'static str,
    /// The list of what waits is empty.
    pub none_waiting: &'static str,
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
    queued: "Ticket gardé en file d’attente : il partira au retour du réseau.",
    delivered: |sent| match sent {
        1 => "Le ticket en attente est déposé.".to_owned(),
        _ => format!("Les {sent} tickets en attente sont déposés."),
    },
    not_delivered: |sent, left| format!("Tickets en attente : {sent} déposés, {left} attendent encore."),
    right: |when| format!("CODE JUSTE ; usages, blocages et pertes depuis le {when} inconnus"),
    state_of: |when| format!("État connu au {when}."),
    todo: "Hors ligne, rien ne change sur le serveur : s’il faut agir, ticket (n).",
    none_waiting: "Aucun ticket n’attend.",
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
    queued: "Ticket kept in the queue: it leaves when the network is back.",
    delivered: |sent| match sent {
        1 => "The waiting ticket is filed.".to_owned(),
        _ => format!("The {sent} waiting tickets are filed."),
    },
    not_delivered: |sent, left| format!("Waiting tickets: {sent} filed, {left} still wait."),
    right: |when| format!("RIGHT CODE; uses, locks and losses since {when} unknown"),
    state_of: |when| format!("State as known on {when}."),
    todo: "Offline nothing changes on the server: where something must be done, ticket (n).",
    none_waiting: "No ticket waits.",
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
