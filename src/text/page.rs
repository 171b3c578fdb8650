//! Sentences of a ticket that is carried to a web page.

/// Sentences of the page.
pub struct Page {
    /// Heading.
    pub title: &'static str,
    /// So many fields of so many are done.
    pub done: fn(usize, usize) -> String,
    /// Label of the number that the page gives.
    pub number: &'static str,
    /// What to do with the number.
    pub number_hint: &'static str,
    /// Enter once more, if the page gave none.
    pub no_number: &'static str,
    /// What may stand in a number.
    pub wrong_number: &'static str,
    /// The screen is left before the end.
    pub kept: &'static str,
    /// It is kept, under a number of the page and one of this machine.
    pub carried: fn(&str, &str) -> String,
    /// The entry is not there any more; the number is kept nowhere.
    pub gone: &'static str,
    /// A field is in the clipboard of the terminal, if that takes it.
    pub copied: fn(&str) -> String,
    /// The policy does not allow it.
    pub no_clipboard: &'static str,
    /// Too long for a clipboard.
    pub too_long: &'static str,
}

/// French.
pub static FR: Page = Page {
    title: "À porter sur la page",
    done: |done, all| format!("{done} sur {all} faits"),
    number: "Numéro donné",
    number_hint: "Le numéro que la page affiche après l’envoi ; Entrée le note et finit.",
    no_number: "Sans numéro, ce ticket ne se retrouvera pas sur la page. Encore une fois Entrée s’il n’y en a pas.",
    wrong_number: "Un numéro a 40 signes au plus : lettres, chiffres ou ponctuation.",
    kept: "Ce ticket reste à porter : il est dans la boîte d’envoi (F12).",
    carried: |number, id| match number {
        "" => format!("Porté sur la page, sans numéro. Gardé ici comme ticket n° {id}."),
        _ => format!("Porté sur la page sous le numéro {number}. Gardé ici comme ticket n° {id}."),
    },
    gone: "Une autre console a repris ou retiré ce ticket : le numéro n’est noté nulle part, gardez-le et prévenez-la.",
    copied: |field| format!("« {field} » est envoyé au presse-papiers de votre terminal."),
    no_clipboard: "Le presse-papiers n’est pas permis ici : sélectionnez le texte à la souris (clipboard = true le permet).",
    too_long: "Trop long pour le presse-papiers : sélectionnez le texte à la souris. Rien n’a été copié.",
};

/// English.
pub static EN: Page = Page {
    title: "To carry to the page",
    done: |done, all| format!("{done} of {all} done"),
    number: "Number given",
    number_hint: "The number that the page shows once it is sent; Enter notes it and ends.",
    no_number: "Without a number this ticket cannot be found on the page again. Enter once more if there is none.",
    wrong_number: "A number: 40 letters, digits or signs at most, nothing else.",
    kept: "This ticket is still to be carried: it is in the outbox (F12).",
    carried: |number, id| match number {
        "" => format!("Carried to the page, without a number. Kept here as ticket no. {id}."),
        _ => format!("Carried to the page under number {number}. Kept here as ticket no. {id}."),
    },
    gone: "Another console has taken this ticket back or out: the number is noted nowhere, keep it and tell them.",
    copied: |field| format!("“{field}” was sent to the clipboard of your terminal."),
    no_clipboard: "The clipboard is not allowed here: select the text with the mouse (clipboard = true allows it).",
    too_long: "Too long for the clipboard: select the text with the mouse. Nothing was copied.",
};
