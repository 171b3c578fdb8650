//! All profiles at hand, and the neutral one for an academy without any.

use std::collections::BTreeMap;

use super::{Channel, Profile, ProfileFaults};

const SHIPPED: [(&str, &str); 5] = [
    ("amiens.toml", include_str!("../../../profiles/amiens.toml")),
    ("creteil.toml", include_str!("../../../profiles/creteil.toml")),
    ("nantes.toml", include_str!("../../../profiles/nantes.toml")),
    ("poitiers.toml", include_str!("../../../profiles/poitiers.toml")),
    ("rouen.toml", include_str!("../../../profiles/rouen.toml")),
];

const NEUTRAL: (&str, &str) = ("neutral.toml", include_str!("../../../profiles/neutral.toml"));

/// Every academy's profile, found by the name that schools carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profiles {
    by_academy: BTreeMap<String, Profile>,
    neutral: Profile,
}

impl Profiles {
    /// The five academies that ship with the program.
    pub fn shipped() -> Result<Self, ProfileFaults> {
        Self::with_overrides(Vec::new())
    }

    /// The shipped profiles and the user's: pairs of file name and text. A user's file replaces
    /// the shipped one of the same name, `neutral.toml` included.
    ///
    /// One refused file refuses all: its academy would otherwise be served by rules that somebody
    /// meant to tighten.
    pub fn with_overrides(files: Vec<(String, String)>) -> Result<Self, ProfileFaults> {
        let neutral = Profile::parse(NEUTRAL.0, NEUTRAL.1);
        let mut neutral = neutral.map_err(|fault| ProfileFaults(vec![fault]))?;
        let mut by_academy = BTreeMap::new();
        let mut faults = Vec::new();
        let shipped = SHIPPED.map(|(file, text)| (file.to_owned(), text.to_owned()));
        for (file, text) in shipped.into_iter().chain(files) {
            match Profile::parse(&file, &text) {
                Ok(profile) if file == NEUTRAL.0 => neutral = profile,
                Ok(profile) => drop(by_academy.insert(profile.academy.clone(), profile)),
                Err(fault) => faults.push(fault),
            }
        }
        if !faults.is_empty() {
            return Err(ProfileFaults(faults));
        }
        by_academy.values().for_each(|profile| shun(&mut neutral, profile));
        Ok(Self { by_academy, neutral })
    }

    /// The profile of an academy. One without profile gets the neutral one, which never asks what
    /// any notice forbids on that channel.
    pub fn get(&self, academy: &str) -> &Profile {
        self.by_academy.get(academy).unwrap_or(&self.neutral)
    }

    /// The profile of whom a ticket is about: by the domain of the mail address, which stays when the ticket
    /// is sent on, else by a queue that is called after an academy. `None` where neither tells.
    pub fn of_holder(&self, mail_domain: &str, queue: &str) -> Option<&Profile> {
        let lists = |profile: &&Profile| profile.mail_domains.iter().any(|domain| domain == mail_domain);
        let mut listing = self.by_academy.values().filter(lists);
        match (listing.next(), listing.next()) {
            (Some(profile), None) => Some(profile),
            _ => self.by_academy.get(queue),
        }
    }

    /// Whether the academy has a profile of its own.
    pub fn knows(&self, academy: &str) -> bool {
        self.by_academy.contains_key(academy)
    }
}

/// Adds to the neutral profile what another never asks.
fn shun(neutral: &mut Profile, other: &Profile) {
    for (channel, _) in Channel::WORDS {
        for ask in other.never_ask.on(channel) {
            neutral.ask.on_mut(channel).retain(|asked| asked != ask);
            if !neutral.never_ask.on(channel).contains(ask) {
                neutral.never_ask.on_mut(channel).push(*ask);
            }
        }
    }
}
