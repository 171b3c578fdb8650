//! What is known of an order whose answer was lost.

use super::Lang;
use super::common::pick;
use crate::backend::Seen;

/// What was read back after an answer was lost.
pub fn read_back(lang: Lang, seen: Seen) -> &'static str {
    match seen {
        Seen::Unchanged => pick(
            lang,
            "Relue, la clé n’a pas changé, mais l’ordre peut encore aboutir : relisez (F5) avant de recommencer.",
            "Read again, the key has not changed, but the order may still come through: read it (F5) before trying again.",
        ),
        Seen::Changed => pick(
            lang,
            "Relue, la clé a utilisé un code entre-temps, probablement celui-ci : faites attendre le suivant.",
            "Read again, the key has used a step meanwhile, probably this code: have the caller wait for the next.",
        ),
        Seen::Untold => pick(
            lang,
            "Relue, la clé ne montre pas si l’ordre a été exécuté : voyez avec l’appelant avant de recommencer.",
            "Read again, the key does not show whether the order was carried out: settle it with the caller before ordering it again.",
        ),
        Seen::Nothing => pick(
            lang,
            "L’effet est inconnu et n’a pas pu être relu : relisez la fiche (F5) avant d’agir.",
            "The effect is unknown and could not be read back: read the card again (F5) before acting.",
        ),
    }
}
