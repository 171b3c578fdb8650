//! Telephone numbers: stored in E.164, shown the way France writes them (domain facts, 2.4).

/// What people put between the digits. Brackets too: `+33 (0)2` is read as `+33 02`.
const SEPARATORS: [char; 8] = [' ', '\u{a0}', '\u{202f}', '.', '-', '/', '(', ')'];

/// Beyond this an entry is not a number with some spaces in it.
const LONGEST_ENTRY: usize = 40;

/// Digits of a number dialled inside France.
const NATIONAL_DIGITS: usize = 10;

/// Digits that E.164 allows, country code included; below seven no country answers.
const E164_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// How a number begins inside the French plan, and in E.164. The first row that fits counts.
/// The first one is the range kept free for fiction, which lies in a range of Mayotte.
const PLAN: [(&str, &str); 17] = [
    ("063998", "+3363998"),
    ("0590", "+590590"),
    ("0690", "+590690"),
    ("0691", "+590691"),
    ("0594", "+594594"),
    ("0694", "+594694"),
    ("0596", "+596596"),
    ("0696", "+596696"),
    ("0697", "+596697"),
    ("0262", "+262262"),
    ("0263", "+262263"),
    ("0692", "+262692"),
    ("0693", "+262693"),
    ("0269", "+262269"),
    ("0639", "+262639"),
    ("0508", "+508"),
    ("0", "+33"),
];

/// French country codes and the digits that follow them.
const FRENCH: [(&str, usize); 9] = [
    ("33", 9),
    ("590", 9),
    ("594", 9),
    ("596", 9),
    ("262", 9),
    ("508", 6),
    ("687", 6),
    ("689", 8),
    ("681", 6),
];

/// Special numbers that cost the caller more than a call (081, 082, 089).
const PREMIUM: [&str; 3] = ["+3381", "+3382", "+3389"];

/// A number that can be dialled. Only its form is checked: nothing is said of who answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    e164: String,
}

/// What an agent should know before calling a number back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// A line of a French plan.
    Ordinary,
    /// Surcharged: nobody is called back there.
    Premium,
    /// Outside the French plans.
    Foreign,
}

/// What is wrong with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneFault {
    /// Something else than digits, the usual separators and one leading `+`.
    Character,
    /// Begins neither with 0 and another digit, nor with `+` or 00 and a country code.
    Prefix,
    /// Digits are missing; may still become a number while it is typed.
    TooShort,
    /// More digits than the plan has.
    TooLong,
}

impl Phone {
    /// Reads a number of the French plan, or any number with its country code.
    pub fn parse(text: &str) -> Result<Self, PhoneFault> {
        if text.len() > LONGEST_ENTRY {
            return Err(PhoneFault::TooLong);
        }
        let dialled: String = text.chars().filter(|c| !SEPARATORS.contains(c)).collect();
        let after_plus = dialled.strip_prefix('+');
        if !after_plus.unwrap_or(&dialled).bytes().all(|b| b.is_ascii_digit()) {
            return Err(PhoneFault::Character);
        }
        let e164 = match after_plus.or_else(|| dialled.strip_prefix("00")) {
            Some(number) => from_abroad(number)?,
            None => from_france(&dialled)?,
        };
        Ok(Self { e164 })
    }

    /// `+` and digits: what is stored and sent.
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// As one writes it in France; numbers outside the plan keep their country code.
    pub fn national(&self) -> String {
        let written = PLAN
            .iter()
            .find_map(|(national, stored)| Some(format!("{national}{}", self.e164.strip_prefix(stored)?)));
        if let Some(digits) = written.filter(|digits| digits.len() == NATIONAL_DIGITS) {
            return grouped(&digits, national_groups(&digits));
        }
        let territory = FRENCH.iter().find_map(|(code, _)| {
            let rest = self.e164.strip_prefix('+')?.strip_prefix(code)?;
            Some(format!("+{code} {}", grouped(rest, &[2, 2, 2, 2, 2])))
        });
        territory.unwrap_or_else(|| self.e164.clone())
    }

    /// Whether calling back is as harmless as it looks.
    pub fn line(&self) -> Line {
        let number = self.e164.trim_start_matches('+');
        if PREMIUM.iter().any(|prefix| self.e164.starts_with(prefix)) {
            Line::Premium
        } else if FRENCH.iter().any(|(code, _)| number.starts_with(code)) {
            Line::Ordinary
        } else {
            Line::Foreign
        }
    }
}

fn from_france(dialled: &str) -> Result<String, PhoneFault> {
    let stored = PLAN
        .iter()
        .find_map(|(national, stored)| Some(format!("{stored}{}", dialled.strip_prefix(national)?)));
    match (dialled.len(), stored) {
        (1.., None) => Err(PhoneFault::Prefix),
        (NATIONAL_DIGITS, Some(stored)) => Ok(stored),
        (..NATIONAL_DIGITS, _) => Err(PhoneFault::TooShort),
        (_, _) => Err(PhoneFault::TooLong),
    }
}

/// `number` is what follows `+` or 00.
fn from_abroad(number: &str) -> Result<String, PhoneFault> {
    let french = FRENCH.iter().find_map(|(code, size)| {
        // The 0 of the French plan is often left in: +33 (0)2.
        let rest = number.strip_prefix(code)?;
        let rest = rest.strip_prefix('0').unwrap_or(rest);
        Some((code, rest, *size..=*size))
    });
    let (code, rest, sizes) = french.unwrap_or((&"", number, E164_DIGITS));
    match rest.len() {
        _ if rest.starts_with('0') => Err(PhoneFault::Prefix),
        size if size < *sizes.start() => Err(PhoneFault::TooShort),
        size if size > *sizes.end() => Err(PhoneFault::TooLong),
        _ => Ok(format!("+{code}{rest}")),
    }
}

/// Special numbers are read in threes, overseas ones by their four-digit prefix, others in pairs.
fn national_groups(digits: &str) -> &'static [usize] {
    let prefix = PLAN.iter().map(|(national, _)| *national).find(|national| digits.starts_with(national));
    match prefix {
        Some(overseas) if overseas.len() == 4 => &[4, 2, 2, 2],
        _ if digits.starts_with("08") => &[1, 3, 3, 3],
        _ => &[2, 2, 2, 2, 2],
    }
}

fn grouped(digits: &str, groups: &[usize]) -> String {
    let mut shown = String::with_capacity(digits.len() + groups.len());
    let mut rest = digits;
    for size in groups {
        let (group, after) = rest.split_at_checked(*size).unwrap_or((rest, ""));
        if !shown.is_empty() && !group.is_empty() {
            shown.push(' ');
        }
        shown.push_str(group);
        rest = after;
    }
    shown
}

#[cfg(test)]
#[path = "phone_tests.rs"]
mod tests;
