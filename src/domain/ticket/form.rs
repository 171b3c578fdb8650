//! The form that an academy wants filled on one channel: what it requires, and what it forbids.

use super::{Draft, Field, FieldFault, SerialAnswer, Uuid};
use crate::domain::person::{Card, Person, Tested};
use crate::domain::phone::Phone;
use crate::domain::profile::{Assistance, Channel, Need, Profile};

/// Fewest characters of the reason why a serial cannot be read.
const SHORTEST_REASON: usize = 4;

/// A profile's form.
#[derive(Clone, Copy)]
pub struct Form<'a> {
    profile: &'a Profile,
    channel: Channel,
}

impl<'a> Form<'a> {
    /// The form of the channel through which the academy takes requests; that of a call when its
    /// notice names none.
    pub fn of(profile: &'a Profile) -> Self {
        let channel = profile.assistance.iter().find_map(|way| match way {
            Assistance::Web(_) => Some(Channel::Web),
            Assistance::Mail(_) => Some(Channel::Mail),
            Assistance::Platform(_) => None,
        });
        Self { profile, channel: channel.unwrap_or(Channel::Phone) }
    }

    /// The fields that exist, in the order of the notice. A forbidden one is not on the form.
    pub fn fields(self) -> impl Iterator<Item = Field> {
        Field::ALL.into_iter().filter(move |field| self.need(*field) != Need::Forbidden)
    }

    /// How much the academy wants a field.
    pub fn need(self, field: Field) -> Need {
        self.profile.ticket_need(field.item(), self.channel)
    }

    /// Checks what is typed in one field, as often as a key is pressed. For a serial this is the
    /// number itself, see [`Self::check_serial`]; for the screenshots one path.
    pub fn check(self, field: Field, typed: &str) -> Result<(), FieldFault> {
        match (self.need(field), typed.trim()) {
            (Need::Required, "") => Err(FieldFault::Empty),
            (_, "") => Ok(()),
            (Need::Forbidden, _) => Err(FieldFault::Forbidden),
            (_, answer) => field.check(answer, &self.profile.mail_domains),
        }
    }

    /// Checks the answer to "number of the key".
    pub fn check_serial(self, answer: &SerialAnswer) -> Result<(), FieldFault> {
        match answer {
            SerialAnswer::Known(number) => self.check(Field::Serial, number),
            _ if self.need(Field::Serial) == Need::Forbidden => Err(FieldFault::Forbidden),
            SerialAnswer::Unreadable(reason) if reason.trim().chars().count() < SHORTEST_REASON => {
                Err(FieldFault::TooShort { least: SHORTEST_REASON })
            }
            SerialAnswer::Unreadable(_) | SerialAnswer::NoKeyYet => Ok(()),
        }
    }

    /// Everything that keeps a draft from being filed, in the order of the form: one fault a field.
    pub fn faults(self, draft: &Draft) -> Vec<(Field, FieldFault)> {
        let faults = Field::ALL.into_iter().filter_map(|field| {
            let checked = match field {
                Field::Serial => self.check_serial(&draft.serial_answer),
                Field::Screenshots => self.check_paths(&draft.attachments),
                _ => self.check(field, draft.text(field)),
            };
            Some((field, checked.err()?))
        });
        faults.collect()
    }

    /// Required fields that are not answered: what a list shows as "2 fields missing".
    pub fn missing(self, draft: &Draft) -> Vec<Field> {
        let faults = self.faults(draft).into_iter();
        faults.filter(|(_, fault)| *fault == FieldFault::Empty).map(|(field, _)| field).collect()
    }

    /// Which of some fields may be asked of the holder in a mail: what desks send answers by.
    pub fn to_ask(self, fields: &[Field]) -> Vec<Field> {
        let may = |field: &&Field| self.profile.ticket_need(field.item(), Channel::Mail) != Need::Forbidden;
        fields.iter().filter(may).copied().collect()
    }

    /// A draft with what the card and the call already say. `tested` comes with its verdict in
    /// words, which open the description; its key is the one the ticket is about.
    pub fn prefill(self, uuid: Uuid, card: &Card, tested: Option<(&Tested, &str)>) -> Draft {
        let person = &card.person;
        let mut draft = Draft::new(uuid, &self.profile.academy);
        draft.login.clone_from(&person.login);
        let answers = [
            (Field::Name, person.full_name()),
            (Field::Post, post(person)),
            (Field::Mail, person.mail.clone()),
            (
                Field::Phone,
                Phone::parse(&person.phone).map_or_else(|_| person.phone.clone(), |p| p.national()),
            ),
            (Field::Accounts, person.login.clone()),
            (Field::Description, tested.map_or_else(String::new, |(_, words)| format!("{words}\n"))),
        ];
        for (field, answer) in answers {
            if self.need(field) != Need::Forbidden && !answer.trim().is_empty() {
                draft.set(field, &answer);
            }
        }
        if self.need(Field::Serial) != Need::Forbidden {
            draft.serials = card.keys.iter().map(|key| key.serial.as_str().to_owned()).collect();
            let about = tested.map(|(tested, _)| &tested.serial).or(draft.serials.first());
            draft.serial_answer =
                about.map_or(SerialAnswer::NoKeyYet, |serial| SerialAnswer::Known(serial.clone()));
        }
        draft
    }

    /// Adds lines of the call to an answer; nothing where the academy forbids it.
    pub fn tell(self, draft: &mut Draft, field: Field, lines: &str) {
        if self.need(field) == Need::Forbidden || lines.trim().is_empty() {
            return;
        }
        let told = match draft.text(field).trim_end() {
            "" => format!("{}\n", lines.trim_end()),
            before => format!("{before}\n{}\n", lines.trim_end()),
        };
        draft.set(field, &told);
    }

    fn check_paths(self, paths: &[String]) -> Result<(), FieldFault> {
        match paths {
            [] => self.check(Field::Screenshots, ""),
            _ => paths.iter().try_for_each(|path| self.check(Field::Screenshots, path)),
        }
    }
}

/// "principale adjointe, Collège des Trois-Rivières (0449001V)", less what the directory lacks.
fn post(person: &Person) -> String {
    let school = match person.school.uai.as_str() {
        "" => person.school.name.clone(),
        uai => format!("{} ({uai})", person.school.name),
    };
    let parts = [person.role.as_str(), school.trim()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
