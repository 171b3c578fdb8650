//! The people of the schools and the file that lists them.

use std::borrow::Cow;
use std::collections::HashSet;

use super::cast::{self, CAST};
use super::dice::Dice;
use super::keys::MadeKey;
use super::names::{FAMILIES, MEN, WOMEN, table};
use super::posts::Post;
use super::schools::School;
use crate::domain::search::fold;

/// One line of the people file, less the keys.
pub(super) struct Person {
    pub(super) login: String,
    pub(super) family: String,
    pub(super) given: String,
    pub(super) mail: String,
    pub(super) phone: String,
    pub(super) post: &'static str,
    /// Place of the school among the schools.
    pub(super) school: usize,
}

/// The cast, then everybody else school by school, `users` in all or the cast alone.
pub(super) fn build(seed: u64, users: usize, schools: &[School]) -> Vec<Person> {
    let mut dice = Dice::new(seed, "people");
    let mut office = Office::new(schools, users);
    for role in CAST {
        let school = schools.iter().position(|school| school.uai == role.uai).unwrap_or_default();
        office.register(role.given, role.family, role.post, school, &mut dice);
    }
    let places = share(users.saturating_sub(CAST.len()), schools, &mut dice);
    for (school, places) in places.into_iter().enumerate() {
        let kind = schools[school].kind;
        let vacant = kind.heads.iter().filter(|post| !is_held_by_cast(post, &schools[school].uai));
        let mut vacant = vacant.take(places);
        for _ in 0..places {
            let post = vacant.next().unwrap_or_else(|| dice.draw(kind.staff));
            office.hire(post, school, &mut dice);
        }
    }
    office.people
}

fn is_held_by_cast(post: &Post, uai: &str) -> bool {
    CAST.iter().any(|role| role.uai == uai && (role.post == post.him || role.post == post.her))
}

/// Spreads the users over the schools by size, none lost to rounding.
fn share(users: usize, schools: &[School], dice: &mut Dice) -> Vec<usize> {
    let sizes: Vec<usize> =
        schools.iter().map(|school| school.kind.size * dice.between(70..=130) as usize).collect();
    let total: usize = sizes.iter().sum();
    let mut before = 0;
    sizes
        .into_iter()
        .map(|size| {
            let first = users * before / total;
            before += size;
            users * before / total - first
        })
        .collect()
}

#[derive(Clone)]
struct Name {
    woman: bool,
    given: &'static str,
    family: String,
}

/// Of a thousand, those who are given the name of somebody; chance makes a few more.
const NAMESAKES: usize = 20;

/// Registers people, so that no two have the same login or mail.
struct Office<'a> {
    schools: &'a [School],
    people: Vec<Person>,
    hired: Vec<Name>,
    logins: HashSet<String>,
    mails: HashSet<String>,
    women: Vec<&'static str>,
    men: Vec<&'static str>,
    families: Vec<&'static str>,
}

impl<'a> Office<'a> {
    fn new(schools: &'a [School], users: usize) -> Self {
        Self {
            schools,
            people: Vec::with_capacity(users),
            hired: Vec::with_capacity(users),
            logins: HashSet::with_capacity(users),
            mails: HashSet::with_capacity(users),
            women: table(WOMEN),
            men: table(MEN),
            families: table(FAMILIES),
        }
    }

    fn hire(&mut self, post: &Post, school: usize, dice: &mut Dice) {
        let name = self.somebody(dice);
        let post = if name.woman { post.her } else { post.him };
        self.register(name.given, &name.family, post, school, dice);
        self.hired.push(name);
    }

    /// Somebody new, or now and then the namesake of somebody. Nobody is a namesake of the cast.
    fn somebody(&self, dice: &mut Dice) -> Name {
        if !self.hired.is_empty() && dice.per_mille(NAMESAKES) {
            return dice.pick(&self.hired).clone();
        }
        loop {
            let woman = dice.per_mille(640);
            let given = *dice.pick_common(if woman { &self.women } else { &self.men });
            let family = self.family(dice);
            if !cast::has_name(given, &family) {
                return Name { woman, given, family };
            }
        }
    }

    /// One name in fourteen is double.
    fn family(&self, dice: &mut Dice) -> String {
        let family = *dice.pick_common(&self.families);
        if dice.per_mille(70) {
            let second = *dice.pick_common(&self.families);
            return format!("{family}-{second}");
        }
        family.to_owned()
    }

    fn register(&mut self, given: &str, family: &str, post: &'static str, school: usize, dice: &mut Dice) {
        let academy = self.schools[school].academy;
        let person = Person {
            login: login(given, family, &mut self.logins),
            family: family.to_owned(),
            given: given.to_owned(),
            mail: mail(given, family, academy.domain, &mut self.mails),
            phone: phone(academy.landline, dice),
            post,
            school,
        };
        self.people.push(person);
    }
}

/// First letter and family name, twelve characters at most, numbered from the second one on.
fn login(given: &str, family: &str, taken: &mut HashSet<String>) -> String {
    const LONGEST: usize = 12;
    let initial = letters(given).into_iter().take(1);
    let name: Vec<char> = initial.chain(letters(family)).collect();
    unique(taken, |number| {
        let room = LONGEST - number.len();
        name.iter().take(room).copied().chain(number.chars()).collect()
    })
}

fn letters(name: &str) -> Vec<char> {
    fold(name).chars().filter(|letter| *letter != ' ').collect()
}

/// prenom.nom@domain, numbered from the second one on (notice of Nantes; domain facts 2.2).
fn mail(given: &str, family: &str, domain: &str, taken: &mut HashSet<String>) -> String {
    let (given, family) = (hyphenated(given), hyphenated(family));
    unique(taken, |number| format!("{given}.{family}{number}@{domain}"))
}

fn hyphenated(name: &str) -> String {
    fold(name).split_whitespace().collect::<Vec<_>>().join("-")
}

/// The first of "", "2", "3"... that makes a name nobody has yet.
fn unique(taken: &mut HashSet<String>, named: impl Fn(&str) -> String) -> String {
    let mut name = named("");
    let mut number = 2;
    while !taken.insert(name.clone()) {
        name = named(&number.to_string());
        number += 1;
    }
    name
}

/// Numbers that the regulator keeps for fiction: they ring nowhere.
fn phone(landline: &str, dice: &mut Dice) -> String {
    const MOBILE: &str = "06 39 98";
    let range = if dice.per_mille(150) { MOBILE } else { landline };
    format!("{range} {:02} {:02}", dice.below(100), dice.below(100))
}

/// The people file: one line a person, `;` between the columns, serials separated by spaces.
pub(super) fn csv(people: &[Person], schools: &[School], keys: &[MadeKey]) -> String {
    let mut serials = vec![String::new(); people.len()];
    for key in keys {
        let Some(holder) = key.holder else { continue };
        let list = &mut serials[holder];
        if !list.is_empty() {
            list.push(' ');
        }
        list.push_str(&key.life.serial);
    }
    let mut text = String::from("login;family;given;mail;phone;role;uai;school;town;academy;keys\n");
    for (person, serials) in people.iter().zip(&serials) {
        let school = &schools[person.school];
        let columns = [
            &person.login,
            &person.family,
            &person.given,
            &person.mail,
            &person.phone,
            person.post,
            &school.uai,
            &school.name,
            &school.town,
            school.academy.profile,
            serials,
        ];
        text.push_str(&columns.map(quoted).join(";"));
        text.push('\n');
    }
    text
}

/// RFC 4180 section 2: a column that holds a separator, a quote or a line end is quoted.
fn quoted(column: &str) -> Cow<'_, str> {
    if column.contains([';', '"', '\n', '\r']) {
        return format!("\"{}\"", column.replace('"', "\"\"")).into();
    }
    column.into()
}

#[cfg(test)]
#[path = "people_tests.rs"]
mod tests;
