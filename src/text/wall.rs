//! Moments as people say them, on this machine's wall clock.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Lang;
use crate::domain::moment::{Moment, Span};

/// The wall clock: a time zone and a language.
#[derive(Clone)]
pub struct Wall {
    zone: TimeZone,
    lang: Lang,
}

impl Wall {
    /// The clock of this machine.
    pub fn system(lang: Lang) -> Self {
        Self { zone: TimeZone::system(), lang }
    }

    /// A clock of a given zone.
    pub fn new(zone: TimeZone, lang: Lang) -> Self {
        Self { zone, lang }
    }

    /// The language it speaks.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// "13:42:00".
    pub fn time(&self, moment: Moment) -> String {
        self.civil(moment).strftime("%H:%M:%S").to_string()
    }

    /// "13:42".
    pub fn minute(&self, moment: Moment) -> String {
        self.civil(moment).strftime("%H:%M").to_string()
    }

    /// "21/11/2026" in French, "2026-11-21" in English.
    pub fn date(&self, moment: Moment) -> String {
        self.written(self.civil(moment).date())
    }

    /// "13:42" today, "hier 17:42", "12/03/2026 17:42".
    pub fn day_minute(&self, moment: Moment, now: Moment) -> String {
        format!("{}{}", self.day(moment, now), self.minute(moment))
    }

    /// "13:42:00" today, "hier 17:42:00", "12/03/2026 17:42:00".
    pub fn day_time(&self, moment: Moment, now: Moment) -> String {
        format!("{}{}", self.day(moment, now), self.time(moment))
    }

    /// "à l’instant", "il y a 21 min", "dans 3 j"; rounded towards the past.
    pub fn age(&self, moment: Moment, now: Moment) -> String {
        let span = now - moment;
        let length = self.length(span);
        match (self.lang, span.as_secs()) {
            (Lang::Fr, 0..10) => "à l’instant".to_owned(),
            (Lang::En, 0..10) => "just now".to_owned(),
            (Lang::Fr, 10..) => format!("il y a {length}"),
            (Lang::En, 10..) => format!("{length} ago"),
            (Lang::Fr, _) => format!("dans {length}"),
            (Lang::En, _) => format!("in {length}"),
        }
    }

    /// "45 s", "21 min", "5 h", "12 j", "4 mois", "2 ans".
    pub fn length(&self, span: Span) -> String {
        length(self.lang, span)
    }

    /// Whether two moments are on one day here.
    pub fn is_today(&self, moment: Moment, now: Moment) -> bool {
        self.civil(moment).date() == self.civil(now).date()
    }

    fn day(&self, moment: Moment, now: Moment) -> String {
        let (day, today) = (self.civil(moment).date(), self.civil(now).date());
        let yesterday = today.yesterday().unwrap_or(today);
        match self.lang {
            _ if day == today => String::new(),
            Lang::Fr if day == yesterday => "hier ".to_owned(),
            Lang::En if day == yesterday => "yesterday ".to_owned(),
            _ => format!("{} ", self.written(day)),
        }
    }

    fn written(&self, date: Date) -> String {
        let form = if self.lang == Lang::Fr { "%d/%m/%Y" } else { "%Y-%m-%d" };
        date.strftime(form).to_string()
    }

    fn civil(&self, moment: Moment) -> jiff::Zoned {
        let stamp = Timestamp::from_millisecond(moment.millis()).unwrap_or(Timestamp::UNIX_EPOCH);
        stamp.to_zoned(self.zone.clone())
    }
}

/// "45 s", "21 min", "5 h", "12 j", "4 mois", "2 ans".
pub fn length(lang: Lang, span: Span) -> String {
    let secs = span.as_secs().unsigned_abs();
    let (count, french, english) = match secs {
        0..120 => (secs, "s", "s"),
        120..7_200 => (secs / 60, "min", "min"),
        7_200..172_800 => (secs / 3_600, "h", "h"),
        172_800..5_184_000 => (secs / 86_400, "j", "d"),
        5_184_000..63_072_000 => (secs / 2_592_000, "mois", "months"),
        _ => (secs / 31_536_000, "ans", "years"),
    };
    let unit = if lang == Lang::Fr { french } else { english };
    format!("{count}\u{a0}{unit}")
}

/// A step as people read it: groups of three digits, no-break spaces between.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = if number < 0 { "-".to_owned() } else { String::new() };
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('\u{a0}');
        }
        out.push(digit);
    }
    out
}

/// The same of things that were counted.
pub fn counted(count: usize) -> String {
    grouped(i64::try_from(count).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_grouped() {
        assert_eq!(grouped(29_919_882), "29\u{a0}919\u{a0}882");
        assert_eq!(grouped(-1000), "-1\u{a0}000");
        assert_eq!(grouped(0), "0");
    }

    #[test]
    fn moments_are_said_as_people_say_them() {
        let wall = Wall::new(TimeZone::UTC, Lang::Fr);
        let now = Moment::from_secs(1_795_262_460);
        assert_eq!(wall.day_time(now, now), "12:01:00");
        assert_eq!(wall.day_minute(now - Span::days(1), now), "hier 12:01");
        assert_eq!(wall.day_minute(now - Span::days(2), now), "19/11/2026 12:01");
        assert_eq!(wall.age(now - Span::minutes(21), now), "il y a 21\u{a0}min");
        assert_eq!(wall.age(now + Span::secs(30), now), "dans 30\u{a0}s");
        assert_eq!(Wall::new(TimeZone::UTC, Lang::En).age(now - Span::days(90), now), "3\u{a0}months ago");
        assert_eq!(wall.time(Moment::from_millis(i64::MAX)), "00:00:00");
    }
}
